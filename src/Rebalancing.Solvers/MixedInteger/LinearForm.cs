namespace Rebalancing.Solvers.MixedInteger;

/// <summary>
/// A mixed-integer linear program without structure, for solvers that know nothing else:
/// <code>   minimise  cost'x   subject to  rowLower &lt;= A x &lt;= rowUpper,  lower &lt;= x &lt;= upper,  some x whole   </code>
/// </summary>
internal sealed class LinearForm
{
    internal List<double> Cost { get; } = [];

    internal List<double> Lower { get; } = [];

    internal List<double> Upper { get; } = [];

    internal List<bool> IsWhole { get; } = [];

    internal List<LinearFormRow> Rows { get; } = [];

    /// <summary>Added to cost'x.</summary>
    internal double Constant { get; set; }

    internal int Columns => Cost.Count;

    /// <summary>A new column; its number.</summary>
    internal int AddColumn(double lower, double upper, bool isWhole = false)
    {
        Cost.Add(0);
        Lower.Add(lower);
        Upper.Add(upper);
        IsWhole.Add(isWhole);
        return Columns - 1;
    }

    internal int AddBinary() => AddColumn(0, 1, isWhole: true);

    internal void AddRow(double lower, double upper, params ReadOnlySpan<(int Column, double Coefficient)> entries) => Rows.Add(new LinearFormRow([.. entries], lower, upper));
}
