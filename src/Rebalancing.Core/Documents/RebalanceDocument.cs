using System.Text.Encodings.Web;
using System.Text.Json;
using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>
/// Everything a rebalance needs, as one JSON document: assets, groupings, risk models, accounts, mandate, settings. Reading what was written gives the same numbers
/// to the bit.
/// </summary>
/// <remarks>Immutable; safe to share between threads. Unknown fields, doubled fields and numbers that are not finite are refused with their place and line.</remarks>
public sealed record RebalanceDocument
{
    /// <summary>Version of the form of documents.</summary>
    public const int Version = 1;

    private static readonly FormKind<RebalanceDocument> Form = new(DocumentForm.Of<RebalanceDocument>("rebalanceDocument", "Assets, models, accounts, mandate and settings of a rebalance.", fields =>
    {
        fields.Required("rebalancing", new VersionKind(Version), "version of the document's form", _ => Version);
        var universe = fields.Required("universe", new UniverseKind(), "the assets, in the order of every list of numbers", d => d.Universe);
        fields.Optional("groupings", new GroupingsKind(), null, "sectors, currencies, buckets: the group of each asset, by name of the grouping", d => d.Names.Groupings.All.Count > 0 ? d.Names : null);
        fields.Optional("risks", new NamedPartsKind<RiskModel>(shared => shared.Risks, new NamedFormKind<RiskModel>("kind", catalog => catalog.Risks)), null, "risk models by name", d => d.Names.Risks.All.Count > 0 ? d.Names : null);
        fields.Optional("scenarios", new NamedPartsKind<ScenarioSet>(shared => shared.Scenarios, new FormKind<ScenarioSet>(ScenarioForms.Scenarios)), null, "scenario sets by name", d => d.Names.Scenarios.All.Count > 0 ? d.Names : null);
        var accounts = fields.Optional("accounts", DocumentKinds.ListOf(new FormKind<Account>(MandateForms.Account)), [], "what is held", d => d.Accounts);
        var mandate = fields.Required("mandate", new FormKind<Mandate>(MandateForms.Mandate), "what the owner wants", d => d.Mandate);
        var overrides = fields.Optional("overrides", DocumentKinds.ListOf(new FormKind<Override>(OverrideForms.Override)), [], "decisions by people", d => d.Overrides);
        var settings = fields.Optional("settings", new FormKind<RebalanceSettings>(SettingsForms.Settings), RebalanceSettings.Default, "how plans are solved and written", d => d.Settings);
        var results = fields.Optional("results", DocumentKinds.ListOf(new FormKind<RebalanceReport>(ReportForms.Report)), [], "what was found, one an account: the document can be replayed", d => d.Results);
        return values => new RebalanceDocument
        {
            Universe = values.Get(universe), Accounts = values.Get(accounts), Mandate = values.Get(mandate), Overrides = values.Get(overrides), Settings = values.Get(settings), Names = values.Shared,
            Results = values.Get(results),
        };
    }));

    /// <summary>The assets.</summary>
    public required Universe Universe { get; init; }

    /// <summary>What is held. Default: none.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>What the owner wants.</summary>
    public required Mandate Mandate { get; init; }

    /// <summary>Decisions by people, each for the account that it names or for all. Default: none.</summary>
    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>How plans are solved and written. Default: all defaults.</summary>
    public RebalanceSettings Settings { get; init; } = RebalanceSettings.Default;

    /// <summary>What was found, one an account in their order; with it the document can be replayed. Default: none.</summary>
    public IReadOnlyList<RebalanceReport> Results { get; init; } = [];

    /// <summary>The plan for one account with the overrides that are for it.</summary>
    /// <param name="rebalancer">Of this document's mandate.</param>
    /// <param name="account">One of this document's accounts.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="MandateException">Overrides contradict one another, the mandate or the account, or speak of something unknown.</exception>
    public RebalanceResult Rebalance(Rebalancer rebalancer, Account account, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rebalancer);
        ArgumentNullException.ThrowIfNull(account);
        Override[] own = [.. Overrides.Where(item => item.Account.Length == 0 || item.Account == account.Id)];
        return own.Length == 0 ? rebalancer.Rebalance(account, cancellation) : rebalancer.Rebalance(account, own, cancellation);
    }

    /// <summary>Solves every account and keeps the results in the document, for a replay years later.</summary>
    /// <param name="explain">Whether reasons, no-trade intervals and prices are kept, too. Default false.</param>
    /// <param name="cancellation">Ends the work within one iteration.</param>
    public RebalanceDocument WithResults(bool explain = false, CancellationToken cancellation = default)
    {
        var rebalancer = new Rebalancer(Mandate, Universe, Settings);
        return this with { Results = [.. Accounts.Select(account => RebalanceReport.Of(Rebalance(rebalancer, account, cancellation), explain))] };
    }

    /// <summary>Solves every account again and says what differs from the results in the document; empty when all are the same to the bit.</summary>
    /// <param name="cancellation">Ends the work within one iteration.</param>
    /// <exception cref="InvalidOperationException">The document holds no results, or not one for each account.</exception>
    public IReadOnlyList<string> Replay(CancellationToken cancellation = default)
    {
        if (Results.Count == 0 || Results.Count != Accounts.Count)
            throw new InvalidOperationException($"The document holds {Results.Count} results for {Accounts.Count} accounts; a replay needs one for each.");
        RebalanceDocument again = WithResults(explain: false, cancellation);
        return [.. again.Results.Zip(Results).SelectMany(pair => pair.First.DifferencesFrom(pair.Second))];
    }

    /// <summary>Names of models and groupings, so that they survive from reading to writing.</summary>
    internal SharedParts Names { get; init; } = new();

    /// <summary>Reads a document. The text is read as it comes; only what it says is kept in memory.</summary>
    /// <param name="stream">UTF-8 text, with or without byte order mark.</param>
    /// <param name="options">Own terms, and where array files are. Default: none.</param>
    /// <exception cref="DocumentException">The text is not JSON, or not such a document.</exception>
    public static RebalanceDocument Read(Stream stream, DocumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reader = new DocumentReader(stream, options ?? DocumentOptions.Default);
        reader.Next();
        RebalanceDocument document = Form.Read(reader);
        reader.End();
        return document;
    }

    /// <summary>Writes the document.</summary>
    /// <param name="stream">Where the UTF-8 text goes.</param>
    /// <param name="options">Own terms, and whether long arrays go to files of their own. Default: everything in one text.</param>
    /// <exception cref="DocumentException">A term, limit or model has no place in documents.</exception>
    public void Write(Stream stream, DocumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DocumentOptions.Default;
        SharedParts names = NamesIn(options);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = options.Indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Form.Write(new DocumentWriter(json, options, names, new SidecarNames()), this with { Names = names });
    }

    /// <summary>JSON Schema of these documents, draft 2020-12, UTF-8.</summary>
    /// <param name="catalog">What documents can name. Default: everything in the library.</param>
    public static byte[] Schema(DocumentCatalog? catalog = null) =>
        new SchemaWriter(catalog ?? DocumentCatalog.Default).Write("Rebalance document", "Assets, models, accounts, mandate and settings of a rebalance, version 1.", Form.Describe);

    /// <summary>Whatever mandate and accounts refer to gets its name before the first line is written: models stand above their users.</summary>
    private SharedParts NamesIn(DocumentOptions options)
    {
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        var names = new SharedParts();
        foreach ((string name, RiskModel model) in Names.Risks.All) names.Risks.TryAdd(name, model);
        foreach ((string name, ScenarioSet set) in Names.Scenarios.All) names.Scenarios.TryAdd(name, set);
        foreach ((string name, Grouping grouping) in Names.Groupings.All) names.Groupings.TryAdd(name, grouping);
        var writer = new DocumentWriter(nowhere, options with { CreateSidecar = null }, names, new SidecarNames());
        nowhere.WriteStartArray();
        new FormKind<Mandate>(MandateForms.Mandate).Write(writer, Mandate);
        DocumentKinds.ListOf(new FormKind<Override>(OverrideForms.Override)).Write(writer, Overrides);
        return names;
    }
}
