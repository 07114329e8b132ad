using System.Text;

namespace Rebalancing.Core.Tests;

/// <summary>Mutated documents are read or refused with a sentence: no other exception, and nothing accepted that is not written back the same.</summary>
public class DocumentFuzzTests
{
    private const int Documents = 20_000;

    private static readonly string[] Samples = [SampleDocument.Text, SampleDocument.WithOverrides];

    private static readonly string[] Grafts = ["null", "true", "-1", "1e300", "\"\"", "[]", "{}", "{\"file\": \"x\", \"count\": 3}", "\"\\u0000\"", ",", ":", "}", "]", "\"VTI\"", "0.1", "\u00e9"];

    [TestCase(20)]
    [TestCase(112_026, Category = "Long")]
    [TestCase(987_654_321, Category = "Long")]
    public void Read_MutatedText_IsReadOrRefusedWithASentence(int seed)
    {
        var random = new TestRandom(seed);
        int read = 0;
        for (int i = 0; i < Documents; i++)
        {
            byte[] mutated = Mutate(Encoding.UTF8.GetBytes(Samples[i % Samples.Length]), random);
            try
            {
                RebalanceDocument document = RebalanceDocument.Read(new MemoryStream(mutated));
                string text = DocumentText.Write(document);
                Assert.That(DocumentText.Write(DocumentText.Read(text)), Is.EqualTo(text), Encoding.UTF8.GetString(mutated));
                read++;
            }
            catch (DocumentException refusal)
            {
                Assert.That(refusal.Problem, Is.Not.Empty);
            }
            catch (Exception crash) when (crash is not NUnit.Framework.AssertionException)
            {
                Assert.Fail($"{crash.GetType().Name}: {crash.Message}\n{crash.StackTrace}\n{Encoding.UTF8.GetString(mutated)}");
            }
        }
        Assert.That(read, Is.InRange(Documents / 100, Documents / 2), "mutations must be mild enough to pass at times, and wild enough to fail");
    }

    private static byte[] Mutate(byte[] text, TestRandom random)
    {
        int changes = 1 + random.Integer(0, 3);
        for (int c = 0; c < changes; c++)
        {
            int at = random.Integer(0, text.Length);
            int length = Math.Min(random.Integer(0, 12), text.Length - at);
            text = random.Integer(0, 5) switch
            {
                0 => [.. text[..at], (byte)random.Integer(0, 256), .. text[Math.Min(at + 1, text.Length)..]],
                1 => [.. text[..at], .. text[(at + length)..]],
                2 => [.. text[..at], .. Encoding.UTF8.GetBytes(Grafts[random.Integer(0, Grafts.Length)]), .. text[(at + length)..]],
                3 => [.. text[..(at + length)], .. text[at..]],
                _ => MutateDigit(text, at, random),
            };
        }
        return text;
    }

    private static byte[] MutateDigit(byte[] text, int from, TestRandom random)
    {
        int digit = Array.FindIndex(text, from, b => b is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0) text[digit] = (byte)('0' + random.Integer(0, 10));
        return text;
    }
}
