namespace Rebalancing.Core.Tests;

/// <summary>Mutated tables are read or refused with a sentence and a place; an account that is read adds up.</summary>
public class CsvFuzzTests
{
    private const int Tables = 5_000;

    private const string Text = "account,symbol,shares,costPerShare,acquired\nA-1,VTI,\"1,200\",210.5,2024-01-02\nA-1,CASH,500.25,,\nA-2,BND,400,70,2025-06-30\nA-2,BND,10,71,2025-07-30\n";

    private static readonly string[] Grafts = ["\"", ",", "\n", "\r\n", ";", "\t", "-", "1e9", "NaN", "%", "#", "\uFEFF", "\0", "99999999999999999999999999999999", "0001-01-01", "\u00e9"];

    private static readonly Universe Two = Universe.Of([new Asset("VTI") { Price = 250m }, new Asset("BND") { Price = 70m }]);

    [Test]
    public void ReadAccounts_MutatedText_IsReadOrRefusedWithASentence()
    {
        var random = new TestRandom(31);
        int read = 0;
        for (int t = 0; t < Tables; t++)
        {
            string text = Mutate(random);
            try
            {
                foreach (Account account in AccountCsv.ReadAccounts(Two, new StringReader(text), new AccountOptions { AsOf = new DateOnly(2026, 3, 31) }, new CsvOptions { Thousands = ',' }))
                    Assert.That(account.Value, Is.EqualTo(account.Cash + (account.Shares[0] * 250m) + (account.Shares[1] * 70m)), text);
                read++;
            }
            catch (CsvException refusal)
            {
                Assert.That(refusal.Problem, Is.Not.Empty.And.Not.Contain("Parameter '"));
            }
            catch (Exception crash) when (crash is not NUnit.Framework.AssertionException)
            {
                Assert.Fail($"{crash.GetType().Name}: {crash.Message}\n{crash.StackTrace}\n{text}");
            }
        }
        Assert.That(read, Is.InRange(Tables / 100, Tables / 2), "mutations must be mild enough to pass at times, and wild enough to fail");
    }

    private static string Mutate(TestRandom random)
    {
        string text = Text;
        for (int change = random.Integer(0, 3); change >= 0; change--)
        {
            int at = random.Integer(0, text.Length), length = Math.Min(random.Integer(0, 8), text.Length - at);
            text = random.Integer(0, 4) switch
            {
                0 => string.Concat(text.AsSpan(0, at), text.AsSpan(at + length)),
                1 => string.Concat(text.AsSpan(0, at), Grafts[random.Integer(0, Grafts.Length)], text.AsSpan(at + length)),
                2 => string.Concat(text.AsSpan(0, at + length), text.AsSpan(at)),
                _ => string.Concat(text.AsSpan(0, at), ((char)random.Integer(32, 127)).ToString(), text.AsSpan(Math.Min(at + 1, text.Length))),
            };
        }
        return text;
    }
}
