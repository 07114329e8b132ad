namespace Rebalancing.Solvers.Tests.Random;

internal sealed partial class ProgramGenerator
{
    private void AddFunctions()
    {
        int n = knobs.Columns;
        program.Functions.Add(new PlainLinear(X, [.. scale.Select(s => random.Normal() / s)]));
        program.Functions.Add(new PlainQuadratic(X, [.. scale.Select((s, i) => needsCurvature[i] || random.Chance(0.5) ? random.Uniform(0.1, 1) / (s * s) : 0)]));
        if (knobs.Covariance) AddCovariance();
        if (knobs.Kinks) program.Functions.Add(AbsoluteTrades(AddTrades()));
        if (knobs.Pieces) AddPieces(AddTrades());
        if (knobs.Power)
        {
            double exponent = random.Integer(0, 4) switch { 0 => 1.2, 1 => 1.5, 2 => 1.8, _ => 2 };
            program.Functions.Add(new PlainPower(AddTrades(), [.. scale.Select(s => random.Chance(0.8) ? random.Uniform(0.05, 1) / Math.Pow(s, exponent) : 0)], exponent));
        }
        if (knobs.Log)
        {
            int positive = AddOffset([.. Anchor.Select((x, i) => x - (scale[i] * random.Uniform(0.5, 2)))]);
            program.Functions.Add(new PlainLog(positive, random.Vector(n, r => r.Chance(0.8) ? r.Uniform(0.1, 1) : 0)));
        }
    }

    private int AddOffset(double[] origin) => Add(new PlainOffset(X, origin), [.. Anchor.Zip(origin, (x, o) => x - o)]);

    /// <summary>Columns less a starting point near the anchor; on it, for some of them.</summary>
    private int AddTrades() => AddOffset([.. Anchor.Select((x, i) => random.Chance(0.2) ? x : x + (scale[i] * 0.5 * random.Normal()))]);

    private PlainKinked AbsoluteTrades(int trades) => new(
        trades,
        new double[knobs.Columns],
        [.. scale.Select(s => -random.Uniform(0, 0.5) / s)],
        [.. scale.Select(s => random.Uniform(0, 0.5) / s)]);

    private void AddPieces(int trades)
    {
        int n = knobs.Columns;
        var start = new int[n + 1];
        var breaks = new List<double>();
        var steps = new List<double>();
        for (int i = 0; i < n; i++)
        {
            int count = random.Integer(0, 5);
            double[] at = random.Vector(count, r => r.Chance(0.2) ? 0 : scale[i] * r.Normal());
            Array.Sort(at);
            breaks.AddRange(at);
            steps.AddRange(random.Vector(count, r => r.Uniform(0, 0.5) / scale[i]));
            start[i + 1] = breaks.Count;
        }
        program.Functions.Add(new PlainPieces(trades, start, [.. scale.Select(s => -random.Uniform(0, 0.5) / s)], [.. breaks], [.. steps]));
    }

    private void AddCovariance()
    {
        int n = knobs.Columns;
        int rank = knobs.RankDeficient ? Math.Max(1, n / 2) : n + 2;
        double[] root = random.NormalVector(n * rank);
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int t = 0; t < rank; t++) sum += root[i * rank + t] * root[j * rank + t];
                matrix[i, j] = matrix[j, i] = sum / rank / scale[i] / scale[j];
            }
        }
        program.Functions.Add(new PlainCovariance(random.Chance(0.5) ? X : AddTrades(), matrix, random.Uniform(0.2, 2)));
    }

    /// <summary>CVaR of scenario losses: -t + sum (t - y)_+ / tail, with a free column t that only these words hold.</summary>
    private void AddScenarios()
    {
        double[,] returns = ScaledMatrix(knobs.Scenarios, 1, out double[] rowScale);
        for (int r = 0; r < knobs.Scenarios; r++)
        {
            for (int c = 0; c < knobs.Columns; c++) returns[r, c] /= rowScale[r];
        }
        int image = AddImage(returns, random.Chance(0.5) ? MapKind.DenseByRows : MapKind.DenseByColumns);
        double typical = anchors[image].Order().ElementAt(knobs.Scenarios / 10);
        int threshold = Add(new PlainVariables(1), [typical]);
        int excess = Add(new PlainShifted(image, threshold, knobs.Scenarios), [.. anchors[image].Select(y => y - typical)]);
        double tail = Math.Max(1, knobs.Scenarios / 10.0);
        program.Functions.Add(new PlainLinear(threshold, [-1]));
        program.Functions.Add(new PlainKinked(excess, new double[knobs.Scenarios], random.Vector(knobs.Scenarios, _ => -1 / tail), new double[knobs.Scenarios]));
    }

    /// <summary>Purchases without limit and sales from lots, for some of the columns.</summary>
    private void AddLots()
    {
        var coordinate = new List<int>();
        var sign = new List<double>();
        var upper = new List<double>();
        var cost = new List<double>();
        var flow = new List<double>();
        var origin = new double[knobs.Columns];
        for (int i = 0; i < knobs.Columns; i++)
        {
            double bought = scale[i] * random.Uniform(0, 0.5);
            int lots = random.Integer(0, 5);
            double sold = 0;
            if (random.Chance(0.3)) continue;
            void Flow(double direction, double most, double price, double amount)
            {
                coordinate.Add(i);
                sign.Add(direction);
                upper.Add(most);
                cost.Add(price / scale[i]);
                flow.Add(amount);
            }
            Flow(1, double.PositiveInfinity, random.Uniform(0.01, 0.3), bought);
            for (int l = 0; l < lots; l++)
            {
                double size = scale[i] * (random.Chance(0.1) ? 0 : random.Uniform(0.05, 0.5));
                double amount = size * random.Uniform();
                sold += amount;
                Flow(-1, size, random.Uniform(-0.2, 0.4), amount);
            }
            origin[i] = Anchor[i] - bought + sold;
        }
        if (coordinate.Count == 0) return;
        int trades = AddOffset(origin);
        int flows = Add(new PlainFlows(trades, [.. coordinate], [.. sign], [.. upper]), [.. flow]);
        program.Functions.Add(new PlainLinear(flows, [.. cost]));
    }

    /// <summary>A limit on weighted trading, sometimes with squares and a linear part charged to it as well.</summary>
    private void AddBudget()
    {
        int budget = program.BudgetLimits.Count;
        int trades = AddTrades();
        var charged = new List<PlainFunction> { AbsoluteTrades(trades) with { Budget = budget, BudgetWeight = random.Uniform(0.5, 2), Weight = random.Chance(0.5) ? 0 : 1 } };
        if (random.Chance(0.3)) charged.Add(new PlainQuadratic(X, [.. scale.Select(s => random.Uniform(0, 1) / (s * s))]) { Budget = budget, BudgetWeight = random.Uniform(0.5, 2), Weight = 0 });
        if (random.Chance(0.3)) charged.Add(new PlainLinear(trades, [.. scale.Select(s => 0.2 * random.Normal() / s)]) { Budget = budget, BudgetWeight = 1, Weight = 0 });
        program.Functions.AddRange(charged);
        program.BudgetLimits.Add(charged.Sum(f => f.BudgetWeight * f.Value(anchors[f.On])) + random.Uniform(0.05, 0.5));
    }

    private void AddNorm()
    {
        int norm = program.Norms.Count;
        var squares = new PlainQuadratic(random.Chance(0.5) ? X : AddTrades(), [.. scale.Select(s => random.Chance(0.8) ? random.Uniform(0.2, 1) / (s * s) : 0)]) { Norm = norm };
        program.Functions.Add(squares);
        program.Norms.Add(new PlainNorm((Math.Sqrt(squares.Value(anchors[squares.On])) * random.Uniform(1.02, 1.5)) + 0.05, -1));
    }

    private void AddNormCost()
    {
        int norm = program.Norms.Count;
        var squares = new PlainQuadratic(AddTrades(), [.. scale.Select(s => random.Uniform(0.2, 1) / (s * s))]) { Norm = norm };
        int radius = Add(new PlainVariables(1), [Math.Sqrt(squares.Value(anchors[squares.On])) + 0.5]);
        program.Functions.Add(squares);
        program.Norms.Add(new PlainNorm(0, radius));
        program.Functions.Add(new PlainLinear(radius, [random.Uniform(0.1, 2)]));
    }
}
