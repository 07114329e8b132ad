using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>The image rows as one linear operator over the local variables: y = M u and u += M' prices, block by block through the maps.</summary>
internal sealed class ImageRows
{
    private readonly LocalForm _form;
    private readonly double[] _scratch;
    private readonly double[] _dense;
    private readonly int _threads;

    internal ImageRows(LocalForm form, int threads = 1)
    {
        (_form, _threads) = (form, threads);
        int longest = 0;
        foreach (ProgramBlock block in form.Program.Blocks)
            longest = block.Kind == BlockKind.Image ? Math.Max(longest, block.Length) : longest;
        _scratch = new double[longest];
        _dense = new double[form.Lower.Length];
    }

    /// <summary>result = M u over all image rows.</summary>
    internal void Multiply(ReadOnlySpan<double> u, Span<double> result)
    {
        foreach (ProgramBlock block in _form.Program.Blocks)
        {
            if (block.Kind != BlockKind.Image)
                continue;
            Span<double> y = result.Slice(block.Start, block.Length);
            for (int p = 0; p < block.Parts.Length; p++)
            {
                ReadOnlySpan<double> x = Of(u, block.Parts[p]);
                if (p == 0)
                {
                    Apply(block.Parts[p].Map, x, y);
                    continue;
                }

                Span<double> more = _scratch.AsSpan(0, block.Length);
                Apply(block.Parts[p].Map, x, more);
                for (int i = 0; i < y.Length; i++)
                    y[i] += more[i];
            }
        }
    }

    /// <summary>u += M' prices.</summary>
    internal void AddTransposed(ReadOnlySpan<double> prices, Span<double> u)
    {
        foreach (ProgramBlock block in _form.Program.Blocks)
            if (block.Kind == BlockKind.Image)
                foreach (ImagePart part in block.Parts)
                    AddTransposed(part, prices.Slice(block.Start, block.Length), u);
    }

    private void Apply(LinearMap map, ReadOnlySpan<double> x, Span<double> y)
    {
        if (map is DenseMap { IsByColumn: true } loadings)
            MatrixVector.MultiplyTransposed(loadings.Storage, loadings.Columns, loadings.Rows, loadings.Stride, x, y, _threads);
        else
            map.Apply(x, y);
    }

    private void AddTransposed(ImagePart part, ReadOnlySpan<double> prices, Span<double> u)
    {
        ProgramBlock source = _form.Program[part.Of];
        Span<double> target = u.Slice(_form.LocalStart(source), source.Length);
        if (part.Map is not DenseMap { IsByColumn: true } loadings)
        {
            part.Map.AddTransposed(prices, target);
            return;
        }

        Span<double> product = _dense.AsSpan(0, source.Length);
        MatrixVector.Multiply(loadings.Storage, loadings.Columns, loadings.Rows, loadings.Stride, prices, product, _threads);
        Axpy.Add(1.0, product, target);
    }

    /// <summary>The coefficients of one image row over the locals, without the -1 on its own image.</summary>
    internal void CopyRow(ProgramBlock block, int row, Span<double> locals)
    {
        locals.Clear();
        foreach (ImagePart part in block.Parts)
        {
            ProgramBlock source = _form.Program[part.Of];
            Span<double> dense = _dense.AsSpan(0, source.Length);
            part.Map.CopyRow(row, dense);
            Span<double> target = locals.Slice(_form.LocalStart(source), source.Length);
            for (int i = 0; i < dense.Length; i++)
                target[i] += dense[i];
        }
    }

    private ReadOnlySpan<double> Of(ReadOnlySpan<double> u, ImagePart part)
    {
        ProgramBlock source = _form.Program[part.Of];
        return u.Slice(_form.LocalStart(source), source.Length);
    }
}
