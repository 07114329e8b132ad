namespace Rebalancing.Core.Tests;

public class RebalanceDocumentTests
{
    [Test]
    public void Read_TextOfAPerson_IsWhatItSays()
    {
        RebalanceDocument document = DocumentText.Read(SampleDocument.Text);
        Account account = document.Accounts[0];
        Assert.That(document.Universe.Assets.Select(a => a.Symbol), Is.EqualTo(new[] { "VTI", "BND", "GLD" }));
        Assert.That((account.Id, account.AsOf, account.Cash, account.Value), Is.EqualTo(("A-17", new DateOnly(2026, 3, 31), 1500.25m, (2400 * 250.10m) + (4000 * 72.5m) + (300 * 230m) + 1500.25m)));
        var target = (TrackingVariance)document.Mandate.Objective.Parts[0].Term;
        Assert.That(target.Target, Is.EqualTo(new[] { 0.5, 0.4, 0.1 }), "an object by symbol is put in universe order");
        Assert.That(((TradingCost)document.Mandate.Objective.Parts[1].Term).Buy, Is.EqualTo(new[] { 0.0005, 0.0005, 0.0005 }), "one number stands for all");
        Assert.That(document.Mandate.Limits[2].Priority, Is.EqualTo(5));
        Assert.That(document.Settings.Solver.Tolerance, Is.EqualTo(1e-9));
    }

    [Test]
    public void Rebalance_OfAReadDocument_IsThePlanToTheBit()
    {
        RebalanceDocument first = DocumentText.Read(SampleDocument.Text);
        RebalanceDocument second = DocumentText.Read(DocumentText.Write(first));
        double[] weights = Weights(first);
        Assert.That(Weights(second), Is.EqualTo(weights));
        Assert.That(weights.Sum(), Is.InRange(0.98, 1.0));

        static double[] Weights(RebalanceDocument document) =>
            [.. new Rebalancer(document.Mandate, document.Universe, document.Settings).Rebalance(document.Accounts[0]).GetPlanOrThrow().WeightsAfter];
    }

    [Test]
    public void Write_NamesOfModels_SurviveReading()
    {
        string text = DocumentText.Write(DocumentText.Read(SampleDocument.Text));
        Assert.That(text, Does.Contain("\"main\""));
        Assert.That(DocumentText.Write(DocumentText.Read(text)), Is.EqualTo(text));
    }

    [Test]
    public void Write_AccountsOfEveryKind_AreReadBackToTheBit()
    {
        Universe universe = Universe.Of([new Asset("A") { Price = 10.37m, PriceDate = new DateOnly(2026, 1, 2) }, new Asset("B") { Price = 3m, Currency = "EUR", DailyVolumeShares = 1e6 }]);
        var options = new AccountOptions
        {
            Id = "x", AsOf = new DateOnly(2026, 1, 3), BaseCurrency = "CHF", FxRates = new Dictionary<string, decimal> { ["EUR"] = 0.9531m }, UnsettledCash = 12.34m,
            OpenOrders = [new OpenOrder("A", -3m)], MaxPriceAgeDays = 5, Lots = [new TaxLot("A", 7.123456m, 9.99m, new DateOnly(2024, 2, 29)) { Id = "L1" }],
        };
        Account[] accounts =
        [
            Account.FromShares(universe, new Dictionary<string, decimal> { ["A"] = 7.123456m, ["B"] = -2m }, 100.01m, options),
            Account.FromWeights(universe, [1.0 / 3, 0.1 + 0.2], 12345.67m, new AccountOptions { Id = "y", FxRates = options.FxRates, BaseCurrency = "CHF" }),
        ];
        var document = new RebalanceDocument { Universe = universe, Accounts = accounts, Mandate = new Mandate { Objective = new Turnover() } };
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(document));
        for (int i = 0; i < accounts.Length; i++)
        {
            Assert.That(read.Accounts[i].Weights.ToArray(), Is.EqualTo(accounts[i].Weights.ToArray()));
            Assert.That((read.Accounts[i].Cash, read.Accounts[i].Value, read.Accounts[i].Id), Is.EqualTo((accounts[i].Cash, accounts[i].Value, accounts[i].Id)));
            Assert.That(read.Accounts[i].Options.Lots, Is.EqualTo(accounts[i].Options.Lots));
        }
    }

    [Test]
    public void Write_ModelsBesideTheDocument_AreReadBackToTheBit([Values] bool full, [Values] bool byAsset)
    {
        const int n = 40, k = 3;
        var random = new TestRandom(5);
        double[] loadings = [.. Enumerable.Range(0, n * k).Select(_ => random.Uniform(-1.0, 1.0))];
        DenseMap map = byAsset ? DenseMap.FromColumns(loadings, k, n) : DenseMap.FromRows(loadings, k, n);
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => $"S{i}")]);
        AssetValues specific = universe.Values([.. Enumerable.Range(0, n).Select(_ => random.Uniform(0.01, 0.04))]);
        FactorModel model = full ? FactorModel.Full(map, [0.04, 0.01, 0, 0.01, 0.03, 0.005, 0, 0.005, 0.02], specific) : FactorModel.Diagonal(map, [0.04, 0.03, 0.02], specific).WithFactorNames("Market", "Size", "Value");
        var document = new RebalanceDocument { Universe = universe, Mandate = new Mandate { Objective = Objective.Of(new Variance(model)) } };

        var files = new Dictionary<string, byte[]>();
        var options = new DocumentOptions { SidecarFrom = 100, CreateSidecar = name => new NotingStream(bytes => files[name] = bytes), OpenSidecar = name => new MemoryStream(files[name]) };
        string text = DocumentText.Write(document, options);
        Assert.That(files, Has.Count.EqualTo(1), "the loadings stand apart, shorter lists do not");
        Assert.That(files.Values.Single(), Has.Length.EqualTo(n * k * 8));
        var read = (FactorModel)((Variance)DocumentText.Read(text, options).Mandate.Objective.Parts[0].Term).Risk;
        Assert.That(read.FactorNames, Is.EqualTo(model.FactorNames));
        double[] weights = [.. Enumerable.Range(0, n).Select(_ => random.Uniform(-1.0, 1.0))];
        Assert.That(read.Variance(weights), Is.EqualTo(model.Variance(weights)));
        Assert.That(() => DocumentText.Read(text), Throws.TypeOf<DocumentException>().With.Message.Contains("array1.f64").And.Message.Contains("OpenSidecar"));
        files["array1.f64"] = files["array1.f64"][..^3];
        Assert.That(() => DocumentText.Read(text, options), Throws.TypeOf<DocumentException>().With.Message.Contains("957 bytes").And.Message.Contains("120 numbers are 960 bytes"));
    }

    [TestCase("main,b,c\n0.0256,0.0008,0.0030\n0.0008,0.0036,0.0005\n0.0030,0.0005,0.0225\n", null)]
    [TestCase("a;b;c\n0.0256;0.0008;0.0030\n0.0008;0.0036;0.0005\n", "'cov.csv' holds 6 numbers; 9 were promised")]
    [TestCase("a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "'cov.csv' holds more numbers; 9 were promised")]
    [TestCase("a,b,c\n0.0256,x,0.0030\n", "risks.main.covariance (line 10): 'cov.csv', line 2, column 'b': 'x' is not a finite number")]
    public void Read_MatrixInACsvFile_IsTheSameMatrix(string csv, string? sentence)
    {
        string text = SampleDocument.Text.Replace("[[0.0256, 0.0008, 0.0030], [0.0008, 0.0036, 0.0005], [0.0030, 0.0005, 0.0225]]", "{\"file\": \"cov.csv\", \"count\": 9}", StringComparison.Ordinal);
        var options = new DocumentOptions { OpenSidecar = _ => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)) };
        if (sentence is null)
        {
            var risk = (DenseRisk)((TrackingVariance)DocumentText.Read(text, options).Mandate.Objective.Parts[0].Term).Risk;
            Assert.That((risk[0, 0], risk[0, 2], risk[2, 1]), Is.EqualTo((0.0256, 0.0030, 0.0005)));
        }
        else Assert.That(() => DocumentText.Read(text, options), Throws.TypeOf<DocumentException>().With.Message.Contains(sentence));
    }

    [Test]
    public void Write_TermWithoutAForm_IsRefusedAndOneWithAFormIsNot()
    {
        Universe universe = Universe.Of("A", "B");
        var document = new RebalanceDocument { Universe = universe, Mandate = new Mandate { Objective = 2.0 * new CarbonPrice(universe.Values(3, 5), 80) } };
        Assert.That(() => DocumentText.Write(document), Throws.TypeOf<DocumentException>().With.Message.Contains("CarbonPrice has no place in documents"));
        var options = new DocumentOptions { Catalog = DocumentCatalog.Default.With(CarbonPrice.Form) };
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(document, options), options);
        Assert.That(((CarbonPrice)read.Mandate.Objective.Parts[0].Term).Tonnes, Is.EqualTo(new[] { 3.0, 5.0 }));
        Assert.That(() => options.Catalog.With(CarbonPrice.Form), Throws.ArgumentException.With.Message.Contains("carbonPrice"));
    }

    private sealed class CarbonPrice(AssetValues tonnes, double price) : Term
    {
        public static DocumentForm<CarbonPrice> Form { get; } = DocumentForm.Of<CarbonPrice>("carbonPrice", "Price of financed emissions.", fields =>
        {
            DocumentField<AssetValues> tonnes = fields.Required("tonnes", DocumentKinds.AssetValues, "tonnes a year for a weight of one", t => t.Tonnes);
            DocumentField<double> price = fields.Optional("price", DocumentKinds.Number, 50.0, "price of a tonne, fraction of account value", t => t.Price);
            return values => new CarbonPrice(values.Get(tonnes), values.Get(price));
        });

        public AssetValues Tonnes => tonnes;

        public double Price => price;

        protected internal override void Lower(ProgramWriter program, in AccountView account) => program.Linear(program.Holdings, [.. tonnes.Select(t => t * price)]);
    }

    /// <summary>Memory that tells what was written when it is closed.</summary>
    private sealed class NotingStream(Action<byte[]> closed) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing) closed(ToArray());
            base.Dispose(disposing);
        }
    }
}
