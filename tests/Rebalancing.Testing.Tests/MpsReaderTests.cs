namespace Rebalancing.Testing.Tests;

public class MpsReaderTests
{
    private static readonly MpsProblem MeanVarX = MpsReader.Read(ReferenceFolder.Combine("mip", "meanvarx", "meanvarx.mps"));

    // The file's own header: 36 variables (14 binary, 22 continuous), 45 rows.
    [Test]
    public void Read_MeanVarX_HasTheSizesOfItsHeader()
    {
        Assert.That(MeanVarX.Linear.VariableCount, Is.EqualTo(36));
        Assert.That(MeanVarX.Linear.RowCount, Is.EqualTo(45));
        Assert.That(MeanVarX.Linear.Integers, Has.Length.EqualTo(14));
        Assert.That(MeanVarX.VariableNames, Does.Contain("x22"));
    }

    // Row c44: objective variable x22, expected returns of the seven assets x23..x29, and minus their covariances.
    [Test]
    public void Read_MeanVarX_HasOneSymmetricQuadraticRow()
    {
        var row = MeanVarX.QuadraticRows.Single();
        Assert.That(MeanVarX.RowNames[row.Row], Is.EqualTo("c44"));
        Assert.That(row.Entries, Has.Count.EqualTo(49));
        Assert.That(row.Entries.All(e => row.Entries.Contains((e.Second, e.First, e.Value))));
        Assert.That(MeanVarX.Linear.Lower[MeanVarX.VariableNames.ToList().IndexOf("x22")], Is.EqualTo(double.NegativeInfinity));
    }

    // All money in asset x23: x'Qx is its own entry.
    [Test]
    public void Value_OfAUnitVector_IsTheDiagonal()
    {
        var x = new double[36];
        x[MeanVarX.VariableNames.ToList().IndexOf("x23")] = 1;
        Assert.That(MeanVarX.QuadraticRows[0].Value(x), Is.EqualTo(-42.18));
    }
}
