using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <content>The dense rows: special images, budgets, norms and cones, and what eliminating flows does to them.</content>
internal sealed partial class LocalElimination
{
    /// <summary>Copies the constant part of the special image rows; after every fill, because sums may be refilled.</summary>
    internal void Prepare()
    {
        foreach (ProgramBlock image in _form.Program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
            {
                int s = _form.SpecialRowOf[image.Start + r];
                if (s < 0)
                    continue;
                Span<double> row = ConstantRow(s);
                _rows.CopyRow(image, r, row);
                row[_form.Columns + image.Start + r] -= 1;
            }
    }

    private Span<double> SpecialRow(int k) => _special.AsSpan(k * _capacity, _capacity);

    private Span<double> ConstantRow(int s) => _constantRows.AsSpan(s * _capacity, _capacity);

    private void CopySpecialRows(Derivatives derivatives)
    {
        for (int s = 0; s < _form.SpecialImageRows; s++)
            ConstantRow(s).CopyTo(SpecialRow(s));
        for (int k = 0; k < _form.Constraints.Length; k++)
            derivatives.JacobianRow(k).CopyTo(SpecialRow(_form.SpecialImageRows + k));
    }

    /// <summary>Rows of cones stand for curvature, not for conditions: a proximal term there would make the dual's change disagree with the system.</summary>
    private bool IsConeRow(int k) => k >= _form.FirstInwardRow || (k >= _form.SpecialImageRows && _form.Constraints[k - _form.SpecialImageRows].Cone is not null);

    /// <summary>What a unit of a dense row's price moves the row by, at most 1: its proximal term is relative to that, or rows of small units would be held in place.</summary>
    private double SizeOf(int k)
    {
        ReadOnlySpan<double> row = SpecialRow(k)[.._form.Columns];
        double moves = _system.SpecialCompliance[(k * _form.SpecialRows) + k] + WeightedDot.Product(_system.Theta, row, row);
        return moves > 0 ? Math.Min(1, moves) : 1;
    }

    private void AddCones()
    {
        for (int index = 0; index < _form.VariableNorms.Length; index++)
        {
            Cone cone = _form.Constraints[_form.VariableNorms[index]].Cone!;
            int inward = _form.FirstInwardRow + index;
            cone.FillRows(SpecialRow(_form.SpecialImageRows + _form.VariableNorms[index]), SpecialRow(inward));
            _system.SpecialCompliance[(inward * _form.SpecialRows) + inward] += cone.InwardCompliance;
        }
    }

    /// <summary>beta_j; the coordinate's entry J_c += k_j beta_j; K += sum J_f J_f'/H_f - k_j beta_j beta_j'.</summary>
    private void FoldSpecial(int j, int coordinate, double stiffness, int special)
    {
        for (int k = 0; k < special; k++)
        {
            ReadOnlySpan<double> row = SpecialRow(k);
            double beta = 0;
            for (int f = _form.FlowBegin[j]; f < _form.FlowEnd[j]; f++)
                beta += _form.FlowSign[f] * row[_form.FlowStart + f] * _inverse[_form.FlowStart + f];
            _beta[(j * special) + k] = beta;
        }

        for (int k = 0; k < special; k++)
        {
            double beta = _beta[(j * special) + k];
            Span<double> row = SpecialRow(k);
            for (int l = 0; l <= k; l++)
            {
                ReadOnlySpan<double> other = SpecialRow(l);
                double sum = -stiffness * beta * _beta[(j * special) + l];
                for (int f = _form.FlowBegin[j]; f < _form.FlowEnd[j]; f++)
                    sum += row[_form.FlowStart + f] * other[_form.FlowStart + f] * _inverse[_form.FlowStart + f];
                AddSpecialCompliance(k, l, sum);
            }
        }

        for (int k = 0; k < special; k++)
            SpecialRow(k)[coordinate] += stiffness * _beta[(j * special) + k];
    }

    private void AddSpecialCompliance(int k, int l, double value)
    {
        int special = _form.SpecialRows;
        _system.SpecialCompliance[(k * special) + l] += value;
        if (k != l)
            _system.SpecialCompliance[(l * special) + k] += value;
    }
}
