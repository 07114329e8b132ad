using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Multipliers at which every coordinate's price is known, c = F lambda + A'nu + q, and how far each price may move from there before its x moves.
/// Between refreshes only the few coordinates within reach are looked at.
/// </summary>
internal sealed class ReferencePoint
{
    private readonly SeparableDualProgram _program;
    private readonly Slab _lambda;
    private readonly Slab _nu;
    private readonly Slab _carried;
    private readonly Slab _price;
    private readonly Slab _margin;
    private readonly Slab _step;
    private readonly Slab _rowStep;
    private readonly Slab _product;

    public ReferencePoint(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        _lambda = arena.Doubles(program.Loadings.Stride);
        _nu = arena.Doubles(program.Rows.Stride);
        _carried = arena.Doubles(program.Functions.Padded);
        _price = arena.Doubles(program.Functions.Padded);
        _margin = arena.Doubles(program.Functions.Padded);
        _step = arena.Doubles(program.Loadings.Stride);
        _rowStep = arena.Doubles(program.Rows.Stride);
        _product = arena.Doubles(program.Functions.Padded);
    }

    /// <summary>The factor prices, factor rows joined in.</summary>
    public ReadOnlySpan<double> Lambda => _lambda.Span;

    public ReadOnlySpan<double> Nu => _nu.Span;

    /// <summary>F lambda + A'nu without the linear part: what stays valid when only the linear part changes.</summary>
    public Span<double> Carried => _carried.Span;

    public Span<double> Price => _price.Span;

    public Span<double> Margin => _margin.Span;

    /// <summary>Whether <see cref="Margin"/> belongs to the present prices.</summary>
    public bool HasMargins { get; set; }

    /// <summary>Number of passes over all loadings made here.</summary>
    public int Passes { get; set; }

    /// <summary>The reference with all multipliers zero costs no pass.</summary>
    public void Reset()
    {
        _lambda.Span.Clear();
        _nu.Span.Clear();
        Carried.Clear();
        HasMargins = false;
    }

    /// <summary>Exact prices at the given multipliers, from the original numbers.</summary>
    public void Recompute(DualPoint point)
    {
        point.Combined.CopyTo(_lambda.Span);
        point.Nu.CopyTo(_nu.Span);
        Carried.Clear();
        _program.Loadings.Multiply(Lambda, Carried);
        _program.Rows.AddPrices(Nu, Carried);
        Passes++;
        HasMargins = false;
    }

    /// <summary>Brings the reference to the given multipliers by differences; free where they have not moved.</summary>
    public void MoveTo(DualPoint point)
    {
        if (Difference(point.Combined, Lambda, _step.Span))
        {
            _program.Loadings.Multiply(_step.Span, _product.Span);
            TakeProduct();
            Passes++;
        }

        MoveRowsTo(point);
    }

    /// <summary>The same, and F d for a direction d of the factor prices, in one pass over the loadings.</summary>
    public void MoveTo(DualPoint point, ReadOnlySpan<double> direction, Span<double> along)
    {
        Passes++;
        if (Difference(point.Combined, Lambda, _step.Span))
        {
            _program.Loadings.MultiplyTwo(_step.Span, direction, _product.Span, along);
            TakeProduct();
        }
        else
        {
            _program.Loadings.Multiply(direction, along);
        }

        MoveRowsTo(point);
    }

    private void TakeProduct()
    {
        Axpy.Add(1.0, _product.Span, Carried);
        HasMargins = false;
    }

    private void MoveRowsTo(DualPoint point)
    {
        Span<double> rowStep = _rowStep.Span;
        if (Difference(point.Nu, Nu, rowStep))
        {
            _program.Rows.AddPrices(rowStep, Carried);
            HasMargins = false;
        }

        point.Combined.CopyTo(_lambda.Span);
        point.Nu.CopyTo(_nu.Span);
    }

    /// <summary>Moves the reference along a direction whose effect on the prices is known.</summary>
    public void Advance(DualPoint point, double alpha, ReadOnlySpan<double> priceDirection)
    {
        Axpy.Add(alpha, priceDirection, Carried);
        Axpy.Add(alpha, priceDirection, Price);
        point.Combined.CopyTo(_lambda.Span);
        point.Nu.CopyTo(_nu.Span);
        _program.Functions.SetBudgetPrices(_program.Rows.OfBudgets(Nu));
        HasMargins = false;
    }

    /// <summary>c = carried + q for the linear part now in force.</summary>
    public void SetPrices(ReadOnlySpan<double> linear)
    {
        Carried.CopyTo(Price);
        Axpy.Add(1.0, linear, Price);
        _program.Functions.SetBudgetPrices(_program.Rows.OfBudgets(Nu));
        HasMargins = false;
    }

    private static bool Difference(ReadOnlySpan<double> now, ReadOnlySpan<double> before, Span<double> difference)
    {
        bool moved = false;
        for (int j = 0; j < difference.Length; j++)
        {
            difference[j] = now[j] - before[j];
            moved |= difference[j] != 0;
        }

        return moved;
    }
}
