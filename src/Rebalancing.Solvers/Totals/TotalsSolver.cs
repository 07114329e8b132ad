using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Totals;

/// <summary>
/// Programs that would be separable but for a few totals of flows. With x everything else, A x the totals and phi what they cost:
/// <code>
///   min f(x) + phi(A x)  =  max over prices p of  [ min f(x) + p'A x ] - phi*(p)
/// </code>
/// The inner minimum is separable, or has tails beside: the dual Newton method or the scenario engine finds it, from where it stood, in a fraction of a first solve. Each inner point is a point of the program and each inner value a lower
/// bound; mixtures of the points and cuts by the bounds close in on the optimum from both sides. Where summands tie at the optimal price (two lots are equally good to sell), no inner point
/// is the answer, but a mixture of two is.
/// </summary>
internal sealed class TotalsSolver(StructuredProgram program, SolverSettings settings) : OuterPriceSolver(program, settings)
{
    private const int MostPoints = 40;

    /// <summary>One round in so many tries the prices of the mixture itself; the others the mean of its points' prices.</summary>
    private const int JumpsEvery = 3;

    /// <summary>Walls at the bounds of totals are made steeper this often before the interior point is asked whether the bounds can be kept at all.</summary>
    private const int MostSteepenings = 3;

    /// <summary>By this factor each time.</summary>
    private const double Steepening = 10;

    /// <summary>Part of the tolerance that the search goes for; it is content with the whole where it comes to rest, and where there are tails beside.</summary>
    private const double Ambition = 0.1;

    private TotalsForm? _form;
    private PricedProgram? _priced;
    private MixtureProgram? _mixture;
    private double[] _prices = [];
    private double[] _totals = [];
    private TotalsPoint[] _points = [];
    private double[] _triedPrices = [];
    private int _tried;

    /// <inheritdoc/>
    protected override bool TakesTails => true;

    /// <inheritdoc/>
    protected override StructuredProgram? Read(out string objection)
    {
        _form = TotalsForm.Read(Program, out objection);
        if (_form is null)
            return null;
        int totals = _form.Rows.Count;
        _priced = new PricedProgram(Program, _form);
        _mixture = new MixtureProgram(MostPoints, totals);
        (_prices, _totals) = (new double[totals], new double[totals]);
        _points = new TotalsPoint[MostPoints];
        _triedPrices = new double[MostPoints * totals];
        return _priced.Program;
    }

    /// <inheritdoc/>
    protected override SolveStatus? Search(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        Solution solution = result.Solution;
        reason = "";
        _priced!.Refresh();
        _mixture!.Clear();
        _tried = 0;
        double steepening = 1;
        _form!.Fill(steepening);
        Begin(request);
        int steepenings = 0;
        bool asksInner = true;
        while (_tried < MostPoints)
        {
            if (result.Deadline.HasPassed)
            {
                reason = "the time limit came first";
                return SolveStatus.TimeLimit;
            }

            SolveStatus? inner = asksInner ? SolvePriced(result, request, cancellation, out reason) : SolveStatus.Optimal;
            if (inner != SolveStatus.Optimal)
                return inner;
            if (solution.LowerBound > request.ObjectiveCutoff)
            {
                reason = "a lower bound passed the cutoff";
                return SolveStatus.CutOff;
            }

            if (Mix() is not { } value)
            {
                reason = "the mixture of known points was not found";
                return null;
            }

            double tolerance = Settings.Tolerance * Math.Max(LeastObjective, Math.Abs(value));
            asksInner = value - solution.LowerBound > (InnerHasTails ? 1 : Ambition) * tolerance && Advance();
            if (asksInner)
                continue;
            if (value - solution.LowerBound > tolerance)
            {
                reason = "the prices of the totals came to rest before the gap was closed";
                return null;
            }

            if (_form.Violation(_totals) <= Settings.Tolerance * Size())
            {
                Write(solution);
                reason = "it is separable but for a few totals of flows, which have prices of their own";
                return SolveStatus.Optimal;
            }

            if (steepenings++ >= MostSteepenings)
                break;
            _form.Fill(steepening *= Steepening);
        }

        reason = _tried >= MostPoints ? "the search for prices of the totals ran out of rounds" : "no moderate prices keep the totals within their bounds";
        return null;
    }

    /// <summary>Prices to begin with: those of the last answer, or those of totals that nothing is added to.</summary>
    private void Begin(SolveRequest request)
    {
        for (int t = 0; t < _prices.Length; t++)
            _prices[t] = request.ContinuesLast && InnerHasAnswer
                ? Math.Clamp(_prices[t], _form!.Curves[t].LeastPrice, _form.Curves[t].LargestPrice)
                : _form!.Curves[t].Price(0);
    }

    /// <summary>Solves at the present prices, keeps the point, and where the lower bound rose the multipliers that prove it. Null: the inner engine gave up.</summary>
    private SolveStatus? SolvePriced(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        _priced!.SetPrices(_prices);
        SolveStatus? status = SolveInner(result, _tried > 0 || request.ContinuesLast ? FromLast : FromOutside(request), cancellation, out reason);
        if (status != SolveStatus.Optimal)
            return status;
        Solution solution = result.Solution, found = Inner;
        _priced.Totals(found, _totals);
        _prices.CopyTo(_triedPrices, _tried++ * _prices.Length);
        int place = _mixture!.Add(_priced.Objective(found), _totals);
        TotalsPoint point = _points[place] ??= new TotalsPoint(Program.Columns, Program.Rows, Program.FlowCount, _totals.Length);
        point.Take(found, _prices);
        double bound = found.LowerBound - _form!.Conjugate(_prices);
        if (bound > solution.LowerBound || _tried == 1)
        {
            solution.LowerBound = bound;
            TakeMultipliers(found, solution);
        }

        return status;
    }

    /// <summary>The best mixture of the points so far: its value and its totals. Null where it was not found.</summary>
    private double? Mix()
    {
        if (!_mixture!.Solve(_form!.Curves))
            return null;
        _mixture.Totals(_totals);
        return _mixture.Objective() + _form.Value(_totals);
    }

    /// <summary>
    /// The prices to try next; false where there is nothing new to try. Two ways take turns: the mean of the mixture's prices with its shares, exact where totals are linear in prices (nothing
    /// changes between the points), and the mixture's own prices, exact where totals jump (lots that tie).
    /// </summary>
    private bool Advance()
    {
        for (int way = 0; way < 2; way++)
        {
            bool takesMean = _tried % JumpsEvery != 0;
            if (takesMean == (way == 0))
                TakeMeanPrices();
            else
                _mixture!.Prices.CopyTo(_prices, 0);
            if (!WereTried())
                return true;
        }

        return false;
    }

    private void TakeMeanPrices()
    {
        Array.Clear(_prices);
        for (int p = 0; p < _mixture!.Count; p++)
            Axpy.Add(_mixture.Shares[p], _points[p].Prices, _prices);
    }

    private bool WereTried()
    {
        const double Rounding = 1e-13;
        for (int p = 0; p < _tried; p++)
        {
            double size = 0, distance = 0;
            for (int t = 0; t < _prices.Length; t++)
            {
                size = Math.Max(size, Math.Abs(_prices[t]));
                distance = Math.Max(distance, Math.Abs(_prices[t] - _triedPrices[(p * _prices.Length) + t]));
            }

            if (distance <= Rounding * size)
                return true;
        }

        return false;
    }

    private double Size()
    {
        double size = 1;
        foreach (double total in _totals)
            size = Math.Max(size, Math.Abs(total));
        return size;
    }

    private void TakeMultipliers(Solution from, Solution to)
    {
        to.TakeMultipliers(from);
        for (int t = 0; t < _prices.Length; t++)
            to.ImagePrices[_form!.Rows[t].Block.Start + _form.Rows[t].Row] = _prices[t];
    }

    /// <summary>Writes the mixture.</summary>
    private void Write(Solution solution)
    {
        Span<double> columns = solution.Columns.Values, images = solution.Images.Values, flows = solution.Flows.Values.AsSpan(0, Program.FlowCount);
        columns.Clear();
        images.Clear();
        flows.Clear();
        for (int p = 0; p < _mixture!.Count; p++)
        {
            double share = _mixture.Shares[p];
            if (share == 0)
                continue;
            Axpy.Add(share, _points[p].Columns, columns);
            Axpy.Add(share, _points[p].Images, images);
            Axpy.Add(share, _points[p].Flows, flows);
        }

        for (int t = 0; t < _totals.Length; t++)
        {
            int row = _form!.Rows[t].Block.Start + _form.Rows[t].Row;
            double ofBounds = _form.PriceOfBounds(t, _totals[t], solution.ImagePrices[row]);
            (images[row], solution.Images.LowerDuals[row], solution.Images.UpperDuals[row]) = (_totals[t], Math.Max(0, -ofBounds), Math.Max(0, ofBounds));
        }
    }
}
