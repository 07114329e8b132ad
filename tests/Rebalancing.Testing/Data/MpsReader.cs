using System.Globalization;

namespace Rebalancing.Testing;

/// <summary>
/// Reads free-form MPS as far as tests/ReferenceData uses it: sections ROWS, COLUMNS, RHS, BOUNDS (UP LO FX FR MI PL BV) and
/// QCMATRIX. Names have no spaces; the first N row is the objective; a variable without a bound is in [0, infinity).
/// </summary>
public sealed class MpsReader
{
    private readonly Dictionary<string, int> rows = [];
    private readonly Dictionary<string, int> variables = [];
    private readonly List<char> kinds = [];
    private readonly List<SortedDictionary<int, double>> columns = [];
    private readonly List<double> linear = [];
    private readonly List<double> lower = [];
    private readonly List<double> upper = [];
    private readonly SortedSet<int> integers = [];
    private readonly Dictionary<int, double> rightSides = [];
    private readonly Dictionary<int, List<(int, int, double)>> quadratic = [];
    private string? objective;
    private bool inIntegers;

    private MpsReader()
    {
    }

    /// <summary>Reads one file.</summary>
    public static MpsProblem Read(string path)
    {
        var reader = new MpsReader();
        string[] section = [];
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '*') continue;
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!char.IsWhiteSpace(line[0])) section = words;
            else reader.Take(section, words);
        }
        return reader.Problem();
    }

    private void Take(string[] section, string[] words)
    {
        switch (section[0])
        {
            case "ROWS":
                Row(words[0][0], words[1]);
                break;
            case "COLUMNS" when words[1] == "'MARKER'":
                inIntegers = words[2] == "'INTORG'";
                break;
            case "COLUMNS":
                var variable = Variable(words[0]);
                if (inIntegers) integers.Add(variable);
                foreach (var pair in words.Skip(1).Chunk(2))
                {
                    if (pair[0] == objective) linear[variable] += Number(pair[1]);
                    else columns[variable].Add(rows[pair[0]], Number(pair[1]));
                }
                break;
            case "RHS":
                foreach (var pair in words.Skip(1).Chunk(2)) rightSides[rows[pair[0]]] = Number(pair[1]);
                break;
            case "BOUNDS":
                Bound(words[0], variables[words[2]], words.Length > 3 ? Number(words[3]) : double.NaN);
                break;
            case "QCMATRIX":
                quadratic.TryAdd(rows[section[1]], []);
                quadratic[rows[section[1]]].Add((variables[words[0]], variables[words[1]], Number(words[2])));
                break;
            default:
                throw new InvalidDataException($"MPS section {section[0]} is not one this reader knows");
        }
    }

    private void Row(char kind, string name)
    {
        if (kind == 'N' && objective is null)
        {
            objective = name;
            return;
        }
        rows.Add(name, rows.Count);
        kinds.Add(kind);
    }

    private int Variable(string name)
    {
        if (variables.TryGetValue(name, out var known)) return known;
        variables.Add(name, columns.Count);
        columns.Add([]);
        linear.Add(0);
        lower.Add(0);
        upper.Add(double.PositiveInfinity);
        return columns.Count - 1;
    }

    private void Bound(string kind, int variable, double value)
    {
        (lower[variable], upper[variable]) = kind switch
        {
            "UP" => (lower[variable], value),
            "LO" => (value, upper[variable]),
            "FX" => (value, value),
            "FR" => (double.NegativeInfinity, double.PositiveInfinity),
            "MI" => (double.NegativeInfinity, upper[variable]),
            "PL" => (lower[variable], double.PositiveInfinity),
            "BV" => (0, 1),
            _ => throw new InvalidDataException($"MPS bound {kind} is not one this reader knows"),
        };
        if (kind == "BV") integers.Add(variable);
    }

    private MpsProblem Problem()
    {
        var rowLower = new double[rows.Count];
        var rowUpper = new double[rows.Count];
        for (var r = 0; r < rows.Count; r++)
        {
            var side = rightSides.GetValueOrDefault(r);
            rowLower[r] = kinds[r] is 'E' or 'G' ? side : double.NegativeInfinity;
            rowUpper[r] = kinds[r] is 'E' or 'L' ? side : double.PositiveInfinity;
        }
        int[] starts = [0, .. columns.Select((_, j) => columns.Take(j + 1).Sum(c => c.Count))];
        var problem = new QuadraticProblem
        {
            Constant = 0,
            Linear = [.. linear],
            Lower = [.. lower],
            Upper = [.. upper],
            RowLower = rowLower,
            RowUpper = rowUpper,
            QuadraticUpper = new SparseColumns(columns.Count, new int[columns.Count + 1], [], []),
            Rows = new SparseColumns(rows.Count, starts, [.. columns.SelectMany(c => c.Keys)], [.. columns.SelectMany(c => c.Values)]),
            Integers = [.. integers],
        };
        return new MpsProblem(problem, [.. quadratic.Select(q => new QuadraticRow(q.Key, q.Value))], [.. rows.Keys], [.. variables.Keys]);
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
