namespace Rebalancing;

/// <summary>What has been realised so far this year, and the losses that were carried into it. Base currency.</summary>
/// <param name="ShortTerm">Net short-term gain realised this year before the plan; negative for a loss. Without losses carried in.</param>
/// <param name="LongTerm">Net long-term gain realised this year before the plan; negative for a loss. Without losses carried in.</param>
/// <remarks>Immutable; safe to share between threads. Regimes without terms use <see cref="LongTerm"/> for everything.</remarks>
public sealed record TaxYear(decimal ShortTerm = 0m, decimal LongTerm = 0m)
{
    /// <summary>Nothing realised, nothing carried in.</summary>
    public static TaxYear Empty { get; } = new();

    /// <summary>Short-term losses carried in from earlier years, as a positive number; not negative, default 0.</summary>
    public decimal CarriedShortLoss { get; init => field = NotNegative(value, "short-term"); }

    /// <summary>Long-term losses carried in from earlier years, as a positive number; not negative, default 0.</summary>
    public decimal CarriedLongLoss { get; init => field = NotNegative(value, "long-term"); }

    /// <summary>Both kinds of losses carried in.</summary>
    public decimal CarriedLoss => CarriedShortLoss + CarriedLongLoss;

    private static decimal NotNegative(decimal loss, string kind) => loss >= 0m
        ? loss
        : throw new ArgumentOutOfRangeException(nameof(loss), FormattableString.Invariant($"{kind} loss carried in is {loss}; losses carried in are given as positive numbers"));
}
