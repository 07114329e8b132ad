using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>The kinds of values that fields of a document can have.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public static class DocumentKinds
{
    /// <summary>A finite number.</summary>
    public static DocumentKind<double> Number { get; } = new NumberKind();

    /// <summary>A lower bound: a number, or null for none (negative infinity).</summary>
    public static DocumentKind<double> LowerBound { get; } = new BoundKind(double.NegativeInfinity);

    /// <summary>An upper bound: a number, or null for none (infinity).</summary>
    public static DocumentKind<double> UpperBound { get; } = new BoundKind(double.PositiveInfinity);

    /// <summary>A whole number of 32 bits.</summary>
    public static DocumentKind<int> Integer { get; } = new IntegerKind();

    /// <summary>An exact decimal number: money, quantities, prices.</summary>
    public static DocumentKind<decimal> Money { get; } = new MoneyKind();

    /// <summary>Text.</summary>
    public static DocumentKind<string> Text { get; } = new TextKind();

    /// <summary>True or false.</summary>
    public static DocumentKind<bool> Flag { get; } = new FlagKind();

    /// <summary>A day, written 2026-03-31.</summary>
    public static DocumentKind<DateOnly> Date { get; } = new DateKind();

    /// <summary>One finite number an asset: a list in universe order, an object by symbol, or one number for all.</summary>
    public static DocumentKind<AssetValues> AssetValues { get; } = new AssetValuesKind(NumberKind.Shared);

    /// <summary>A lower bound for each asset; null where there is none.</summary>
    public static DocumentKind<AssetValues> LowerBounds { get; } = new AssetValuesKind(new BoundKind(double.NegativeInfinity));

    /// <summary>An upper bound for each asset; null where there is none.</summary>
    public static DocumentKind<AssetValues> UpperBounds { get; } = new AssetValuesKind(new BoundKind(double.PositiveInfinity));

    /// <summary>The name of one of the document's risk models.</summary>
    public static DocumentKind<RiskModel> Risk { get; } = new ReferenceKind<RiskModel, RiskModel>("risk model", shared => shared.Risks, _ => null);

    /// <summary>The name of one of the document's factor models.</summary>
    public static DocumentKind<FactorModel> Factors { get; } = new ReferenceKind<RiskModel, FactorModel>("risk model", shared => shared.Risks, _ => null);

    /// <summary>The name of one of the document's scenario sets.</summary>
    public static DocumentKind<ScenarioSet> Scenarios { get; } = new ReferenceKind<ScenarioSet, ScenarioSet>("scenario set", shared => shared.Scenarios, _ => null);

    /// <summary>The name of one of the document's groupings.</summary>
    public static DocumentKind<Grouping> Grouping { get; } = new ReferenceKind<Grouping, Grouping>("grouping", shared => shared.Groupings, grouping => grouping.Name);

    /// <summary>A term: an object whose first field, <c>term</c>, says which.</summary>
    public static DocumentKind<Term> Term { get; } = new NamedFormKind<Term>("term", catalog => catalog.Terms);

    /// <summary>A limit: an object whose first field, <c>limit</c>, says which.</summary>
    public static DocumentKind<Limit> Limit { get; } = new LimitKind();

    /// <summary>A list.</summary>
    public static DocumentKind<IReadOnlyList<T>> ListOf<T>(DocumentKind<T> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return new ListKind<T>(of);
    }

    /// <summary>Values by name, an object.</summary>
    public static DocumentKind<IReadOnlyDictionary<string, T>> ByName<T>(DocumentKind<T> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return new ByNameKind<T>(of);
    }

    /// <summary>A value or null.</summary>
    public static DocumentKind<T?> OrNull<T>(DocumentKind<T> of) where T : struct
    {
        ArgumentNullException.ThrowIfNull(of);
        return new OrNullKind<T>(of);
    }

    /// <summary>One of the names of an enumeration, first letter small.</summary>
    public static DocumentKind<T> OneOf<T>() where T : struct, Enum => new ChoiceKind<T>();
}
