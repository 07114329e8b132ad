namespace Rebalancing;

/// <summary>What a table of text leaves open: separators, and which of its columns is which.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record CsvOptions
{
    /// <summary>The defaults.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>Character between fields. Default null: a tab if the header has one, otherwise a semicolon if it has one, otherwise a comma.</summary>
    public char? Separator { get; init => field = value is '"' or '\r' or '\n' ? throw new ArgumentException("A quote or a line end cannot separate fields.", nameof(value)) : value; }

    /// <summary>
    /// Separator of thousands in numbers: ',' for 1,234,567.50, '\'' or ' ' likewise. Default null: such numbers are refused, because 1,234 is a thousand for one reader and one and a bit for another.
    /// Decimals are always separated by a point.
    /// </summary>
    public char? Thousands { get; init => field = value is '.' or '"' or '-' or '+' or >= '0' and <= '9' ? throw new ArgumentException($"'{value}' cannot separate thousands; a point separates decimals.", nameof(value)) : value; }

    /// <summary>Names of columns in the file where they are not the expected ones: "symbol" to "Ticker". Default: none. Columns are found whatever the case of their names.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>The symbol whose quantity is settled cash in base currency. Default "CASH".</summary>
    public string CashSymbol { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("The symbol of cash is blank.", nameof(value)) : value; } = "CASH";
}
