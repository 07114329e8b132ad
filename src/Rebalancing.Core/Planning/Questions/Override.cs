namespace Rebalancing;

/// <summary>A decision by a person that changes a mandate for one account: who, why and when are kept with the result.</summary>
/// <param name="Change">What is changed.</param>
/// <param name="Who">Who decided; not empty.</param>
/// <param name="Why">The reason given; not empty.</param>
/// <param name="When">When it was decided.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Override(Change Change, string Who, string Why, DateTimeOffset When)
{
    /// <summary>What is changed.</summary>
    public Change Change { get; init; } = Change ?? throw new ArgumentNullException(nameof(Change));

    /// <summary>Who decided.</summary>
    public string Who { get; init; } = Said(Who, nameof(Who));

    /// <summary>The reason given.</summary>
    public string Why { get; init; } = Said(Why, nameof(Why));

    /// <summary>Name of the account it is for, where several stand together, as in a document. Default: empty, any account.</summary>
    public string Account { get; init; } = "";

    private static string Said(string value, string parameter) => string.IsNullOrWhiteSpace(value)
        ? throw new ArgumentException($"{parameter} of an override is empty; an override says who decided and why", parameter)
        : value;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Change} ({Who}, {When:yyyy-MM-dd HH:mm zzz}: {Why})");
}
