namespace Rebalancing.Core.Tests;

/// <summary>Sets that lie in a mapped file: the same answers to the bit as in memory, without a copy on the heap.</summary>
public class ScenarioFileTests
{
    private string _path = "";

    [SetUp]
    public void MakePlace() => _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".f64");

    [TearDown]
    public void Clear() => File.Delete(_path);

    [Test]
    public void Rebalance_OverAFile_IsTheAnswerOverMemoryToTheBit()
    {
        ScenarioSet inMemory = Draws(20_000, 30, seed: 4);
        Write(inMemory);
        using ScenarioFile file = ScenarioFile.Open(_path);
        ScenarioSet mapped = file.ToSet(30, inMemory.PeriodYears, inMemory.Universe);
        Assert.That(mapped.File, Is.EqualTo(Path.GetFileName(_path)));
        Assert.That((mapped.Count, mapped[19_999, 29], mapped.Means.ToArray()[3]), Is.EqualTo((20_000, inMemory[19_999, 29], inMemory.Means.ToArray()[3])));
        RebalanceResult fromMemory = Least(inMemory), fromFile = Least(mapped);
        Assert.That(fromFile.Status, Is.EqualTo(RebalanceStatus.Optimal), fromFile.Engine);
        Assert.That(fromFile.Weights.ToArray(), Is.EqualTo(fromMemory.Weights.ToArray()));
        Assert.That(new ConditionalValueAtRisk(mapped).ReportAt(fromFile.Weights).Contributions.ToArray(), Is.EqualTo(new ConditionalValueAtRisk(inMemory).ReportAt(fromMemory.Weights).Contributions.ToArray()));
    }

    /// <summary>32 MB of returns. What goes to the heap is some numbers a scenario, and the returns of the assets that move: here two of 200.</summary>
    [Test]
    public void Rebalance_OverAFile_CopiesNoReturns()
    {
        const int count = 20_000, assets = 200;
        Write(Draws(count, assets, seed: 5));
        using ScenarioFile file = ScenarioFile.Open(_path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenarioSet mapped = file.ToSet(assets, 1 / 252.0);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(3L * count * sizeof(double)), "probabilities and little else");
        before = GC.GetAllocatedBytesForCurrentThread();
        RebalanceResult result = Least(mapped, new NoTrade([.. Enumerable.Range(2, assets - 2).Select(i => $"A{i}")]));
        Assert.That(result.Engine, Does.StartWith("Scenarios"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(0.5 * count * assets * sizeof(double)), "half of the returns");
    }

    [Test]
    public void WriteReturns_SetsOneAfterTheOther_AreOneLargerSet()
    {
        ScenarioSet first = Draws(300, 4, seed: 1), second = Draws(500, 4, seed: 2);
        using (FileStream stream = File.Create(_path))
        {
            first.WriteReturns(stream);
            second.WriteReturns(stream);
        }
        using ScenarioFile file = ScenarioFile.Open(_path);
        ScenarioSet both = file.ToSet(4, first.PeriodYears).WithNames(new Dictionary<int, string> { [799] = "Crash" });
        Assert.That((both.Count, both[299, 3], both[300, 0], both[799, 3]), Is.EqualTo((800, first[299, 3], second[0, 0], second[499, 3])));
        Assert.That((both.NameOf(799), both.NameOf(0), both.File), Is.EqualTo(("Crash", "scenario 0", Path.GetFileName(_path))));
    }

    [Test]
    public void WriteReturns_OfFactorScenarios_AreTheReturnsOfTheAssets()
    {
        ScenarioSet set = ScenarioSet.FromFactors(DenseMap.FromRows([0.01, 0.02, -0.03, 0.04], 2, 2), DenseMap.FromColumns([1, 0, 0.5, 0.5, 0, 1], 2, 3), 1);
        Write(set);
        using ScenarioFile file = ScenarioFile.Open(_path);
        ScenarioSet dense = file.ToSet(3, 1);
        for (int s = 0; s < 2; s++)
            for (int i = 0; i < 3; i++) Assert.That(dense[s, i], Is.EqualTo(set[s, i]).Within(Tolerances.Rounding));
    }

    [Test]
    public void ToSet_ANumberThatIsNotFinite_NamesRowAndColumn()
    {
        double[] returns = new double[1_000_000];
        File.WriteAllBytes(_path, [.. returns.SelectMany((r, q) => BitConverter.GetBytes(q == (4321 * 200) + 7 ? double.NaN : r))]);
        using ScenarioFile file = ScenarioFile.Open(_path);
        Assert.That(() => file.ToSet(200, 1), Throws.ArgumentException.With.Message.Contains("row 4321, column 7").And.Message.Contains("NaN"));
        Assert.That(() => file.ToSet(300, 1), Throws.ArgumentException.With.Message.Contains("1000000 returns").And.Message.Contains("300 assets"));
    }

    [Test]
    public void Open_NoWholeCountOfNumbers_IsRefused()
    {
        File.WriteAllBytes(_path, new byte[12]);
        Assert.That(() => ScenarioFile.Open(_path), Throws.ArgumentException.With.Message.Contains("12 bytes"));
        File.WriteAllBytes(_path, []);
        Assert.That(() => ScenarioFile.Open(_path), Throws.ArgumentException.With.Message.Contains("0 bytes"));
        Assert.That(() => ScenarioFile.Open(_path + ".missing"), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public void Dispose_Then_UseIsRefused()
    {
        Write(Draws(30, 3, seed: 1));
        ScenarioFile file = ScenarioFile.Open(_path);
        ScenarioSet set = file.ToSet(3, 1);
        file.Dispose();
        file.Dispose();
        Assert.That(() => set[0, 0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => set.PortfolioReturns(new double[3], new double[30]), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Document_WithASetInAFile_RefersToItAndReadsItBack()
    {
        ScenarioSet inMemory = Draws(600, 5, seed: 8);
        Write(inMemory);
        using ScenarioFile file = ScenarioFile.Open(_path);
        ScenarioSet mapped = file.ToSet(5, inMemory.PeriodYears, inMemory.Universe).WithNames(new Dictionary<int, string> { [3] = "Storm" });
        var document = new RebalanceDocument { Universe = inMemory.Universe!, Mandate = new Mandate { Objective = new ConditionalValueAtRisk(mapped), Limits = [Limits.FullyInvested, Limits.LongOnly] } };
        string text = DocumentText.Write(document);
        Assert.That(text, Does.Contain($"\"file\": \"{file.Name}\"").And.Contain("\"count\": 3000"), "by name, although no other array goes to a file");
        ScenarioSet read = SetOf(DocumentText.Read(text, new DocumentOptions { MapSidecar = name => name == file.Name ? file : null }));
        Assert.That((read.File, read.NameOf(3), read.PeriodYears), Is.EqualTo((file.Name, "Storm", inMemory.PeriodYears)));
        Assert.That(new ConditionalValueAtRisk(read).ReportAt([0.2, 0.2, 0.2, 0.2, 0.2]).ConditionalValueAtRisk, Is.EqualTo(new ConditionalValueAtRisk(inMemory).ReportAt([0.2, 0.2, 0.2, 0.2, 0.2]).ConditionalValueAtRisk));
        ScenarioSet copied = SetOf(DocumentText.Read(text, new DocumentOptions { OpenSidecar = _ => File.OpenRead(_path) }));
        Assert.That((copied.File, copied[599, 4]), Is.EqualTo(((string?)null, inMemory[599, 4])), "read into memory where nobody maps it");
        Assert.That(() => DocumentText.Read(text.Replace("3000", "3005", StringComparison.Ordinal), new DocumentOptions { MapSidecar = _ => file }),
            Throws.TypeOf<DocumentException>().With.Message.Contains("holds 3000 numbers; 3005 were promised"));
        Assert.That(() => DocumentText.Read(text), Throws.TypeOf<DocumentException>().With.Message.Contains("OpenSidecar"));
    }

    private static ScenarioSet SetOf(RebalanceDocument document) => ((ConditionalValueAtRisk)document.Mandate.Objective.Parts[0].Term).Scenarios;

    private static ScenarioSet Draws(int count, int assets, int seed)
    {
        var random = new TestRandom(seed);
        double[] volatility = random.UniformVector(assets, 0.005, 0.02), returns = random.NormalVector(count * assets);
        for (int q = 0; q < returns.Length; q++) returns[q] = 0.0002 + (volatility[q % assets] * returns[q]) + (0.005 * returns[q / assets * assets]);
        return ScenarioSet.Over(returns, assets, 1 / 252.0, Universe.Of([.. Enumerable.Range(0, assets).Select(i => $"A{i}")]));
    }

    private static RebalanceResult Least(ScenarioSet set, params Limit[] more)
    {
        Universe universe = Universe.Of([.. Enumerable.Range(0, set.Assets).Select(i => $"A{i}")]);
        Account account = Account.FromWeights(universe, [.. Enumerable.Repeat(1.0 / set.Assets, set.Assets)], 1_000_000m);
        return new Rebalancer(new Mandate { Objective = new ConditionalValueAtRisk(set), Limits = [Limits.FullyInvested, Limits.LongOnly, .. more] }, universe).Rebalance(account);
    }

    private void Write(ScenarioSet set)
    {
        using FileStream stream = File.Create(_path);
        set.WriteReturns(stream);
    }
}
