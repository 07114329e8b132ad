using System.Text;
using System.Text.Json.Nodes;

namespace Rebalancing.Core.Tests;

public class SchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(RebalanceDocument.Schema())!;

    [Test]
    public void Schema_InTheDocs_IsTheOneOfTheLibrary()
    {
        string path = RepositoryFolder.Combine("docs", "schema", "rebalance-document.schema.json");
        string ours = Encoding.UTF8.GetString(RebalanceDocument.Schema());
        if (!File.Exists(path) || File.ReadAllText(path) != ours) File.WriteAllText(Path.Combine(TestContext.CurrentContext.WorkDirectory, "rebalance-document.schema.json"), ours);
        Assert.That(File.Exists(path) && File.ReadAllText(path) == ours, $"docs/schema is behind: copy {TestContext.CurrentContext.WorkDirectory}/rebalance-document.schema.json to {path}.");
    }

    [Test]
    public void Schema_DocumentsThatAreRead_AreValid()
    {
        Assert.That(SmallSchema.Problem(Schema, JsonNode.Parse(SampleDocument.Text)), Is.Null);
        Assert.That(SmallSchema.Problem(Schema, JsonNode.Parse(DocumentText.Write(DocumentText.Read(SampleDocument.Text)))), Is.Null);
    }

    [TestCase("\"name\": \"Balanced\"", "\"nmae\": \"Balanced\"")]
    [TestCase("\"rebalancing\": 1", "\"rebalancing\": 2")]
    [TestCase("\"term\": \"tradingCost\"", "\"term\": \"tradeCost\"")]
    [TestCase("\"weight\": 4", "\"weight\": \"4\"")]
    [TestCase("{\"limit\": \"longOnly\"}", "{\"limit\": \"longOnly\", \"band\": 1}")]
    [TestCase(", \"bound\": 0.2", "")]
    public void Schema_DocumentsThatAreRefused_AreNotValid(string right, string wrong)
    {
        string text = SampleDocument.Text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(() => DocumentText.Read(text), Throws.TypeOf<DocumentException>());
        Assert.That(SmallSchema.Problem(Schema, JsonNode.Parse(text)), Is.Not.Null);
    }
}
