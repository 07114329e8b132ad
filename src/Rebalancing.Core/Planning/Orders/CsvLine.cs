namespace Rebalancing.Planning;

/// <summary>One line of comma-separated values by RFC 4180.</summary>
internal static class CsvLine
{
    public static void Write(TextWriter output, params ReadOnlySpan<string> fields)
    {
        for (int f = 0; f < fields.Length; f++)
        {
            if (f > 0) output.Write(',');
            output.Write(Quoted(fields[f]));
        }
        output.Write("\r\n");
    }

    /// <summary>Fields with commas, quotes or line ends stand in quotes, quotes are doubled.</summary>
    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
