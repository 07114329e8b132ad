using Rebalancing.Numerics;
using Rebalancing.Planning;

namespace Rebalancing.Lowering;

/// <content>The kinds of blocks that a check knows more about than their values.</content>
internal sealed partial class CheckingWriter
{
    /// <summary>Holdings after the orders, or the orders.</summary>
    private sealed class Positions(OrderQuantities orders, bool after, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override bool IsByAsset => true;

        internal override ExactNumber? Exact(int i) => after ? orders.MoneyAfter(i) : orders.MoneyTraded(i);

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades) => AddTo(trades, weight);
    }

    /// <summary>Cash after the orders and their costs. A trade takes its own value from it; that its cost changes as well is left out.</summary>
    private sealed class CashAfter(ExactNumber money, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i) => money;

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades)
        {
            for (int i = 0; i < trades.Length; i++) trades[i] -= weight[0];
            return true;
        }
    }

    /// <summary>Numbers that are what they are, whatever is traded.</summary>
    private sealed class Given(ExactNumber accountValue, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i) => ExactNumber.Of(Values[i]) * accountValue;
    }

    /// <summary>y = M1 x1 + M2 x2 + ...</summary>
    private sealed class ImageOf(ImagePart[] parts, CheckedBlock[] of, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i)
        {
            ExactNumber sum = ExactNumber.Zero;
            for (int p = 0; p < parts.Length; p++)
            {
                var row = new double[parts[p].Map.Columns];
                parts[p].Map.CopyRow(i, row);
                if (ExactRow(row, of[p]) is not { } part) return null;
                sum += part;
            }

            return sum;
        }

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades)
        {
            for (int p = 0; p < parts.Length; p++)
            {
                if (of[p].IsByAsset)
                {
                    parts[p].Map.AddTransposed(weight, trades);
                    continue;
                }

                var inner = new double[parts[p].Map.Columns];
                parts[p].Map.AddTransposed(weight, inner);
                if (!of[p].AddTransposed(inner, trades)) return false;
            }

            return true;
        }

        internal override bool CopyGradient(int i, Span<double> trades)
        {
            if (parts.Length > 1 || !of[0].IsByAsset) return base.CopyGradient(i, trades);
            parts[0].Map.CopyRow(i, trades);
            return true;
        }
    }

    /// <summary>y = a'x.</summary>
    private sealed class SumOfBlock(Slab coefficients, CheckedBlock of, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i) => ExactRow(coefficients.Span, of);

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades)
        {
            var inner = new double[coefficients.Length];
            for (int j = 0; j < inner.Length; j++) inner[j] = weight[0] * coefficients.Span[j];
            return of.AddTransposed(inner, trades);
        }
    }

    /// <summary>x - origin.</summary>
    private sealed class Moved(CheckingWriter writer, Block of, Slab origin, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        private readonly CheckedBlock _of = writer._blocks[of.Id];

        internal override bool IsByAsset => _of.IsByAsset;

        internal override ExactNumber? Exact(int i) => _of.Exact(i) is { } x ? x - writer.Money(of, i, origin.Span[i]) : null;

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades) => _of.AddTransposed(weight, trades);
    }

    /// <summary>x_i - a.</summary>
    private sealed class Below(CheckedBlock of, CheckedBlock by, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i) => of.Exact(i) is { } x && by.Exact(0) is { } a ? x - a : null;

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades)
        {
            double sum = 0;
            foreach (double w in weight) sum -= w;
            return of.AddTransposed(weight, trades) && by.AddTransposed([sum], trades);
        }
    }

    /// <summary>Variables that are another block's coordinates.</summary>
    private sealed class CopyOf(CheckedBlock of, Slab values, Slab radii) : CheckedBlock(values, radii)
    {
        internal override ExactNumber? Exact(int i) => of.Exact(i);

        internal override bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades) => of.AddTransposed(weight, trades);
    }

    private static bool AddTo(Span<double> sum, ReadOnlySpan<double> more)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += more[i];
        return true;
    }
}
