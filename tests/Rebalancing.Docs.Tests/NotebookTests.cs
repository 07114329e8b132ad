using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rebalancing.Docs.Tests;

/// <summary>The notebooks under docs/notebooks run from the first cell to the last, and show what they showed when they were written.</summary>
[NonParallelizable]
public partial class NotebookTests
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Notebooks => Directory.EnumerateFiles(RepositoryFolder.Combine("docs", "notebooks"), "*.ipynb").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Notebooks))]
    public async Task Cells_RunInOrder_ShowWhatTheFileShows(string name)
    {
        string path = RepositoryFolder.Combine("docs", "notebooks", name), text = await File.ReadAllTextAsync(path, Encoding.UTF8);
        JsonNode notebook = JsonNode.Parse(text)!;
        NotebookCell[] cells = [.. notebook["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject())).Where(cell => cell.IsCode)];
        Assert.That(cells, Is.Not.Empty);
        var runner = new NotebookRunner();
        List<string> behind = [];
        for (int i = 0; i < cells.Length; i++)
        {
            string before = cells[i].Outputs;
            (string printed, IReadOnlyDictionary<string, string> shown) = await runner.Run(cells[i].Source);
            cells[i].SetOutputs(i + 1, printed, shown);
            await TestContext.Out.WriteLineAsync($"[{i + 1}] {Head(cells[i].Source)}: printed {printed.Length} characters, shows {(shown.Count > 0 ? string.Join(", ", shown.Select(s => $"{s.Key} ({s.Value.Length})")) : "nothing")}");
            foreach (string html in shown.Where(s => s.Key == "text/html").Select(s => s.Value)) Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("dni-treeview"), $"cell {i + 1} shows itself as a table of properties");
            if (Answer(cells[i].Outputs) != Answer(before)) behind.Add($"cell {i + 1}");
        }
        if (behind.Count == 0) return;
        string received = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        await File.WriteAllTextAsync(received, notebook.ToJsonString(Form) + "\n");
        Assert.Fail($"{string.Join(", ", behind)} of {name} shows something else than the file; if that is meant: cp {received} {path}");
    }

    /// <summary>What is shown, without the sentence that says how it was found: another engine may find the same answer.</summary>
    private static string Answer(string outputs) => HowItWasFound().Replace(outputs, "");

    // to the end of the line, which is a text of its own in the file
    [GeneratedRegex("""\d+ iterations; engine: [^"]*""")]
    private static partial Regex HowItWasFound();

    private static string Head(string source) => source.Split('\n').First(line => line.Length > 0 && !line.StartsWith('#')).Trim();
}
