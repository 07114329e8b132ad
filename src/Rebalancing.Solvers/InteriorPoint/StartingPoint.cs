using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Where the interior point begins: the point nearest to the middle of the bounds, in units of their widths, that satisfies the image rows as well as
/// possible; pushed inside the bounds; with duals on one complementarity level that matches the size of the objective's slopes.
/// </summary>
internal sealed class StartingPoint(LocalForm form, Barriers barriers, ImageRows rows, CondensedSystem system, RefinedSolver solver)
{
    private const double UnboundedWidth = 1.0;
    private const double MostWidth = 1e3;

    /// <summary>Share of a bound's width that the start keeps from it: a variable that must grow twentyfold would shorten every step.</summary>
    private const double Inside = 0.25;

    /// <summary>Distance between the flows of a pair, as a share of what their coordinate can move.</summary>
    private const double FlowSpread = 0.5;

    /// <summary>Least distance between the flows of a pair, as a share of their coordinate's distance from where it kinks.</summary>
    private const double LeastSpread = 0.1;

    /// <summary>No pair starts closer together than this share of the mean.</summary>
    private const double Negligible = 1e-9;

    /// <summary>A variable radius over the length it limits, at the start.</summary>
    private const double RadiusFactor = 2;

    /// <summary>Least variable radius at the start.</summary>
    private const double LeastRadius = 1;

    /// <summary>First complementarity, in units of slope times slack.</summary>
    private const double LevelFactor = 3;

    /// <summary>The same where there are cones: no centrality corrections bring those back, so they begin further from their boundary.</summary>
    private const double ConeLevelFactor = 10;

    /// <summary>Compliance of equality rows; more where rows are dependent beyond rounding.</summary>
    private const double LeastCompliance = 1e-10;

    /// <inheritdoc cref="LeastCompliance"/>
    private const double MostCompliance = 1e14;

    private readonly CondensedVector _right = new(form.Columns, form.Images, form.SpecialRows);
    private readonly double[] _locals = new double[form.Lower.Length];
    private readonly LogScale _logs = new(form, barriers, rows);
    private readonly CondensedVector _nearest = new(form.Columns, form.Images, form.SpecialRows);

    internal bool Place(IKktBackend backend, Iterate at, Derivatives derivatives)
    {
        if (!Nearest(backend))
            return false;
        _nearest.Columns.AsSpan().CopyTo(at.Values);
        for (int i = 0; i < form.Columns; i++)
            if (barriers.IsFixed[i])
                at.Values[i] = form.Lower[i];
        MeetRows(at);
        PlaceRadii(at);
        double logArgument = barriers.Logs.Length > 0 ? PlaceLogs(at, derivatives) : 0;
        PlaceSlacks(at);
        PlaceFlows(at, logArgument);
        PlaceDuals(at, derivatives);
        return true;
    }

    private bool Nearest(IKktBackend backend)
    {
        system.Special.AsSpan().Clear();
        system.Coupling.AsSpan().Clear();
        system.SpecialCompliance.AsSpan().Clear();
        system.CovarianceScales.AsSpan().Clear();
        for (int k = 0; k < form.SpecialRows; k++)
            system.SpecialCompliance[(k * form.SpecialRows) + k] = k < form.FirstInwardRow ? 1 : -1;
        for (int i = 0; i < form.Columns; i++)
        {
            double width = Width(i);
            system.Theta[i] = barriers.IsFixed[i] ? 0 : width * width;
            _right.Columns[i] = barriers.IsFixed[i] ? 0 : Middle(i) / (width * width);
        }

        // a fixed column's share of each row is moved to the right-hand side
        Span<double> fixedPart = _nearest.Columns;
        for (int i = 0; i < form.Columns; i++)
            fixedPart[i] = barriers.IsFixed[i] ? form.Lower[i] : 0;
        Span<double> locals = _locals;
        locals.Clear();
        fixedPart.CopyTo(locals);
        rows.Multiply(locals, _right.Rows);
        for (int r = 0; r < form.Images; r++)
        {
            int y = form.Columns + r;
            double width = Width(y);
            bool regular = form.SpecialRowOf[r] < 0;
            bool free = barriers.HasLower[y] == 0 && barriers.HasUpper[y] == 0 && !barriers.IsFixed[y];
            system.IsStiff[r] = barriers.IsFixed[y];
            system.Compliance[r] = !regular ? 0 : barriers.IsFixed[y] ? LeastCompliance : free ? 1e10 : width * width;
            _right.Rows[r] = regular ? Middle(y) - _right.Rows[r] : 0;
        }

        for (double stiff = LeastCompliance; stiff <= MostCompliance; stiff *= 1e4)
        {
            for (int r = 0; r < form.Images; r++)
                if (system.IsStiff[r] && form.SpecialRowOf[r] < 0)
                    system.Compliance[r] = stiff;
            if (!backend.Factor(system))
                continue;
            solver.Solve(backend, _right, _nearest);
            return true;
        }

        return false;
    }

    private double Width(int u)
    {
        double width = form.Upper[u] - form.Lower[u];
        return double.IsFinite(width) ? Math.Clamp(width, 1e-8, MostWidth) : UnboundedWidth;
    }

    private double Middle(int u)
    {
        if (barriers.IsFixed[u])
            return form.Lower[u];
        bool low = barriers.HasLower[u] != 0, high = barriers.HasUpper[u] != 0;
        if (low && high)
            return 0.5 * (form.Lower[u] + form.Upper[u]);
        return low ? Math.Max(0, form.Lower[u] + UnboundedWidth) : high ? Math.Min(0, form.Upper[u] - UnboundedWidth) : 0;
    }

    /// <summary>
    /// Slacks of columns and images: what the point leaves, but at least a share of the width, or of the largest violation where a bound has no
    /// opposite. The point itself keeps satisfying the rows; that slack and distance disagree is one more residual for Newton.
    /// </summary>
    private void PlaceSlacks(Iterate at)
    {
        double violation = 1;
        for (int u = 0; u < form.FlowStart; u++)
            violation = Math.Max(violation, Math.Max(barriers.HasLower[u] != 0 ? form.Lower[u] - at.Values[u] : 0, barriers.HasUpper[u] != 0 ? at.Values[u] - form.Upper[u] : 0));
        for (int u = 0; u < form.FlowStart; u++)
        {
            double width = form.Upper[u] - form.Lower[u];
            double least = Inside * (double.IsFinite(width) ? Math.Min(width, 4 * violation) : violation);
            at.LowerSlacks[u] = barriers.HasLower[u] != 0 ? Math.Max(at.Values[u] - form.Lower[u], least) : 1;
            at.UpperSlacks[u] = barriers.HasUpper[u] != 0 ? Math.Max(form.Upper[u] - at.Values[u], least) : 1;
        }
    }

    /// <summary>A variable radius starts well outside what it limits: cones are entered from inside only.</summary>
    private void PlaceRadii(Iterate at)
    {
        foreach (int k in form.VariableNorms)
        {
            Cone cone = form.Constraints[k].Cone!;
            cone.Forget();
            cone.Load(at.Values);
            at.Values[cone.RadiusLocal] = Math.Max(RadiusFactor * cone.Length, LeastRadius);
        }

        if (form.VariableNorms.Length > 0)
            MeetRows(at);
    }

    /// <summary>
    /// A column outside its log's domain moves inside as far as its bounds allow, and the images with it: left at the edge, every image would start at zero and
    /// the flows of its kinks with no room at all. Returns the argument that logs start with.
    /// </summary>
    private double PlaceLogs(Iterate at, Derivatives derivatives)
    {
        double argument = _logs.Find(derivatives);
        for (int j = 0; j < form.Networks; j++)
        {
            int c = form.NetworkCoordinate[j];
            double origin = form.NetworkOrigin[j], room = form.Upper[c] - origin;
            if (c < form.Columns && !barriers.IsFixed[c] && form.LogWeight[form.FlowStart + form.FlowBegin[j]] > 0 && at.Values[c] <= origin)
                at.Values[c] = Math.Max(form.Lower[c], origin + (room > 0 ? Math.Min(argument, 0.5 * room) : argument));
        }

        MeetRows(at);
        return argument;
    }

    private void MeetRows(Iterate at)
    {
        rows.Multiply(at.Values, at.Values.AsSpan(form.Columns, form.Images));
        for (int y = form.Columns; y < form.FlowStart; y++)
            if (barriers.IsFixed[y])
                at.Values[y] = form.Lower[y];
    }

    /// <summary>Pairs meet their network exactly; longer networks start a little inside their limits, and logs inside their domain.</summary>
    private void PlaceFlows(Iterate at, double logArgument)
    {
        double mean = 0;
        for (int j = 0; j < form.Networks; j++)
            mean += Math.Abs(at.Values[form.NetworkCoordinate[j]] - form.NetworkOrigin[j]);
        double spread = Math.Max(1e-6, mean / Math.Max(1, form.Networks));
        for (int j = form.Networks - 1; j >= 0; j--)
        {
            double distance = at.Values[form.NetworkCoordinate[j]] - form.NetworkOrigin[j];
            int c = form.NetworkCoordinate[j];
            double room = form.Upper[c] - form.Lower[c];
            double size = room > 0 && double.IsFinite(room) ? FlowSpread * room : Math.Min(spread, NewtonLength(c));
            double apart = Math.Max(Math.Max(size, Negligible * spread), LeastSpread * Math.Abs(distance));
            double out1 = 0.5 * (distance + Math.Sqrt((distance * distance) + (apart * apart)));
            for (int f = form.FlowBegin[j]; f < form.FlowEnd[j]; f++)
            {
                int u = form.FlowStart + f;
                double wanted = form.LogWeight[u] > 0 && distance <= 0 ? logArgument : form.FlowSign[f] > 0 ? out1 : out1 - distance;
                double most = form.Upper[u];
                at.Values[u] = barriers.IsFixed[u] ? 0 : double.IsFinite(most) ? Math.Clamp(wanted, 0.1 * Math.Min(most, spread), 0.9 * most) : wanted;
            }
        }
    }

    /// <summary>How far a coordinate's own slope and curvature would move it from zero: its size where its bounds do not say it.</summary>
    private double NewtonLength(int u) => form.Curvature[u] > 0 && form.Linear[u] != 0 ? Math.Abs(form.Linear[u]) / form.Curvature[u] : double.PositiveInfinity;

    private void PlaceDuals(Iterate at, Derivatives derivatives)
    {
        Array.Fill(at.ConstraintPrices, 0.0);
        Array.Fill(at.NetworkPrices, 0.0);
        derivatives.Evaluate(at);
        double level = 0, largest = 0, typical = 0;
        int locals = form.Locals;
        for (int i = 0; i < form.Columns; i++)
            typical += Math.Abs(derivatives.Slope[i]) / form.Columns;
        for (int u = 0; u < locals; u++)
        {
            if (u >= form.FlowStart)
            {
                at.LowerSlacks[u] = barriers.HasLower[u] != 0 ? at.Values[u] : 1;
                at.UpperSlacks[u] = barriers.HasUpper[u] != 0 ? form.Upper[u] - at.Values[u] : 1;
            }

            if (barriers.HasLower[u] + barriers.HasUpper[u] == 0)
                continue;
            double slack = Math.Min(barriers.HasLower[u] != 0 ? at.LowerSlacks[u] : double.MaxValue, barriers.HasUpper[u] != 0 ? at.UpperSlacks[u] : double.MaxValue);
            double size = Math.Max(Math.Abs(derivatives.Slope[u]) + (derivatives.Curvature[u] * slack), 0.1 * typical) * slack;
            level += size;
            largest = Math.Max(largest, size);
        }

        for (int k = 0; k < form.Constraints.Length; k++)
        {
            at.ConstraintSlacks[k] = form.Constraints[k].Cone?.Radius ?? Math.Max(-derivatives.Excess[k], 0.1 * (1e-2 + Math.Abs(form.Constraints[k].Limit)));
            double size = typical * at.ConstraintSlacks[k];
            level += size;
            largest = Math.Max(largest, size);
        }

        double factor = form.VariableNorms.Length > 0 ? ConeLevelFactor : LevelFactor;
        level = Math.Max(1e-8, Math.Max(1e-3 * largest, factor * level / Math.Max(1, barriers.Pairs)));
        for (int u = locals; u < form.Padded; u++)
        {
            at.LowerSlacks[u] = at.UpperSlacks[u] = 1;
            at.LowerDuals[u] = at.UpperDuals[u] = 0;
        }

        for (int u = 0; u < locals; u++)
        {
            at.LowerDuals[u] = barriers.HasLower[u] != 0 ? (level + form.LogWeight[u]) / at.LowerSlacks[u] : 0;
            at.UpperDuals[u] = barriers.HasUpper[u] != 0 ? level / at.UpperSlacks[u] : 0;
        }

        for (int r = 0; r < form.Images; r++)
        {
            int y = form.Columns + r;
            bool free = barriers.HasLower[y] == 0 && barriers.HasUpper[y] == 0 && !barriers.IsFixed[y];
            at.RowPrices[r] = free ? derivatives.Slope[y] : 0;
        }

        for (int k = 0; k < form.Constraints.Length; k++)
        {
            form.Constraints[k].Cone?.PlaceDual(level);
            at.ConstraintPrices[k] = form.Constraints[k].Cone?.Price ?? level / at.ConstraintSlacks[k];
        }
    }
}
