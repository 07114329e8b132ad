using System.Text;

namespace Rebalancing.Core.Tests;

/// <summary>Documents as strings.</summary>
internal static class DocumentText
{
    public static RebalanceDocument Of(Account account, Mandate mandate) => new() { Universe = account.Universe, Accounts = [account], Mandate = mandate };

    public static string Write(RebalanceDocument document, DocumentOptions? options = null)
    {
        using var stream = new MemoryStream();
        document.Write(stream, options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static RebalanceDocument Read(string text, DocumentOptions? options = null) => RebalanceDocument.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);
}
