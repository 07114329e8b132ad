namespace Rebalancing.Documents;

/// <summary>A constructor's refusal as a reader of a file wants it.</summary>
internal static class RefusalText
{
    /// <summary>The sentence without its end, the constructor's parameter, which a reader of a file does not know.</summary>
    public static string Of(Exception refusal)
    {
        int end = refusal.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? refusal.Message : refusal.Message[..end];
    }
}
