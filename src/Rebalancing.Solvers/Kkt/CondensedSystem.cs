using Rebalancing.Numerics;
using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// The Newton system after flows and image values are eliminated:
/// <code>
///   [ H    M'    J'  ] [columns]   [a]
///   [ M   -E     -C' ] [rows   ] = [b]      H = diag(1/theta) + covariances,  E = diag(compliance of each row) >= 0
///   [ J   -C     -K  ] [special]   [c]      J dense special rows,  C their coupling with rows,  K their own compliance
/// </code>
/// K is negative for the inward rows of variable norms. theta = 0 marks a column that is fixed. Special image rows keep their place among the rows but are zero there.
/// </summary>
internal sealed class CondensedSystem
{
    private readonly LocalForm _form;
    private readonly ImageRows _products;
    private readonly double[] _covarianceProduct;

    internal CondensedSystem(LocalForm form, ImageRows products)
    {
        _form = form;
        _products = products;
        int n = form.Columns, special = form.SpecialRows;
        Theta = new double[n];
        Compliance = new double[form.Images];
        IsStiff = new bool[form.Images];
        Special = new double[special * n];
        Coupling = new double[special * form.Images];
        SpecialCompliance = new double[special * special];
        CovarianceScales = new double[form.Program.Functions.Count];
        _covarianceProduct = new double[n];
    }

    internal LocalForm Form => _form;

    internal int SpecialCount => _form.SpecialRows;

    /// <summary>1/H of each column; 0 for a fixed one.</summary>
    internal double[] Theta { get; }

    /// <summary>E: one for each image row.</summary>
    internal double[] Compliance { get; }

    /// <summary>Rows whose image cannot move (equalities): their compliance is only regularisation.</summary>
    internal bool[] IsStiff { get; }

    /// <summary>J, row by row.</summary>
    internal double[] Special { get; }

    /// <summary>C: special row by image row.</summary>
    internal double[] Coupling { get; }

    /// <summary>K.</summary>
    internal double[] SpecialCompliance { get; }

    /// <summary>Factor of each covariance in H, in the order of <see cref="LocalForm.Covariances"/>.</summary>
    internal double[] CovarianceScales { get; }

    internal bool IsRegular(int row) => _form.SpecialRowOf[row] < 0;

    internal ReadOnlySpan<double> SpecialRow(int k) => Special.AsSpan(k * _form.Columns, _form.Columns);

    /// <summary>residual = right-hand side - matrix * point; zero for fixed columns and special image rows. <paramref name="locals"/> is scratch of all locals.</summary>
    internal void Residual(CondensedVector rightHandSide, CondensedVector point, CondensedVector residual, Span<double> locals)
    {
        int n = _form.Columns;
        locals.Clear();
        _products.AddTransposed(point.Rows, locals);
        for (int i = 0; i < n; i++)
            residual.Columns[i] = Theta[i] == 0 ? 0 : rightHandSide.Columns[i] - (point.Columns[i] / Theta[i]) - locals[i];
        for (int k = 0; k < SpecialCount; k++)
            Axpy.Add(-point.Special[k], SpecialRow(k), residual.Columns);
        for (int c = 0; c < _form.Covariances.Count; c++)
        {
            CovarianceUse use = _form.Covariances[c];
            if (CovarianceScales[c] == 0)
                continue;
            Span<double> product = _covarianceProduct.AsSpan(0, use.Matrix.Order);
            use.Matrix.Apply(point.Columns.AsSpan(use.ColumnStart, use.Matrix.Order), product);
            Axpy.Add(-CovarianceScales[c], product, residual.Columns.AsSpan(use.ColumnStart, use.Matrix.Order));
        }

        for (int i = 0; i < n; i++)
            if (Theta[i] == 0)
                residual.Columns[i] = 0;

        locals.Clear();
        point.Columns.AsSpan().CopyTo(locals);
        _products.Multiply(locals, residual.Rows);
        for (int r = 0; r < residual.Rows.Length; r++)
            residual.Rows[r] = IsRegular(r) ? rightHandSide.Rows[r] - residual.Rows[r] + (Compliance[r] * point.Rows[r]) : 0;
        for (int k = 0; k < SpecialCount; k++)
            SpecialResidual(k, rightHandSide, point, residual);
    }

    private void SpecialResidual(int k, CondensedVector rightHandSide, CondensedVector point, CondensedVector residual)
    {
        ReadOnlySpan<double> coupling = Coupling.AsSpan(k * _form.Images, _form.Images);
        Axpy.Add(point.Special[k], coupling, residual.Rows);
        double sum = rightHandSide.Special[k] - Dot.Product(SpecialRow(k), point.Columns) + Dot.Product(coupling, point.Rows);
        for (int l = 0; l < SpecialCount; l++)
            sum += SpecialCompliance[(k * SpecialCount) + l] * point.Special[l];
        residual.Special[k] = sum;
    }
}
