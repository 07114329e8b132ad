namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Writes an iterate into the program's own numbering: values inside their bounds, duals, prices.</summary>
internal static class Answer
{
    internal static void Write(LocalForm form, Barriers barriers, Iterate at, Solution solution, SolveStatus status)
    {
        solution.Status = status;
        solution.Engine = EngineKind.InteriorPoint;
        solution.FitFlows();
        Copy(form, barriers, at, 0, form.Columns, solution.Columns);
        Copy(form, barriers, at, form.Columns, form.Images, solution.Images);
        Copy(form, barriers, at, form.FlowStart, form.Program.FlowCount, solution.Flows);
        at.RowPrices.AsSpan(0, form.Images).CopyTo(solution.ImagePrices);
        int budgets = form.Program.BudgetCount;
        at.ConstraintPrices.AsSpan(0, budgets).CopyTo(solution.BudgetPrices);
        for (int k = 0; k < form.Program.NormCount; k++)
        {
            solution.NormPrices[k] = at.ConstraintPrices[budgets + k];
            if (form.Constraints[budgets + k].Cone is { } cone)
                WriteCone(cone, solution);
        }

        foreach (double[] prices in solution.NetworkPrices)
            Array.Clear(prices);
        for (int j = 0; j < form.Networks; j++)
            if (form.FlowBegin[j] < form.Program.FlowCount)
                WriteNetwork(form, at, j, solution);
        FixedDuals(form, barriers, at, solution);
    }

    /// <summary>The values of columns and flows alone, as they are.</summary>
    internal static void WriteValues(LocalForm form, Iterate at, Solution solution)
    {
        at.Values.AsSpan(0, form.Columns).CopyTo(solution.Columns.Values);
        at.Values.AsSpan(form.FlowStart, form.Program.FlowCount).CopyTo(solution.Flows.Values);
    }

    /// <summary>Two bounds that exclude one another prove infeasibility by themselves: one unit of each of their multipliers, and nothing else.</summary>
    internal static void WriteCrossed(LocalForm form, int local, Solution solution)
    {
        solution.Status = SolveStatus.Infeasible;
        solution.Engine = EngineKind.InteriorPoint;
        solution.Iterations = 0;
        solution.FitFlows();
        (Solution.Coordinates coordinates, int index) = local < form.Columns ? (solution.Columns, local)
            : local < form.FlowStart ? (solution.Images, local - form.Columns)
            : (solution.Flows, local - form.FlowStart);
        foreach (Solution.Coordinates each in (ReadOnlySpan<Solution.Coordinates>)[solution.Columns, solution.Images, solution.Flows])
        {
            Array.Clear(each.LowerDuals);
            Array.Clear(each.UpperDuals);
        }

        Array.Clear(solution.ImagePrices);
        Array.Clear(solution.BudgetPrices);
        Array.Clear(solution.NormPrices);
        foreach (double[] prices in solution.NetworkPrices)
            Array.Clear(prices);
        coordinates.LowerDuals[index] = coordinates.UpperDuals[index] = 1;
    }

    /// <summary>The dual's vector part with its sign turned: what its price times the norm is never below.</summary>
    private static void WriteCone(Cone cone, Solution solution)
    {
        foreach (ConePart part in cone.Parts)
        {
            double[] direction = solution.NormDirections[part.Function];
            for (int i = 0; i < direction.Length; i++)
                direction[i] = -part.Dual.Vector[i];
        }
    }

    private static void Copy(LocalForm form, Barriers barriers, Iterate at, int start, int count, Solution.Coordinates target)
    {
        for (int i = 0; i < count; i++)
        {
            int u = start + i;
            double x = at.Values[u];
            if (barriers.IsFixed[u])
                x = form.Lower[u];
            else if (barriers.HasLower[u] != 0 && x < form.Lower[u])
                x = form.Lower[u];
            else if (barriers.HasUpper[u] != 0 && x > form.Upper[u])
                x = form.Upper[u];
            target.Values[i] = x;
            target.LowerDuals[i] = barriers.HasLower[u] * at.LowerDuals[u];
            target.UpperDuals[i] = barriers.HasUpper[u] * at.UpperDuals[u];
        }
    }

    /// <summary>The explicit network's price, by the coordinate it moves.</summary>
    private static void WriteNetwork(LocalForm form, Iterate at, int j, Solution solution)
    {
        foreach (ProgramBlock block in form.Program.Blocks)
            if (block.Kind == BlockKind.Flows && form.FlowBegin[j] >= block.Start && form.FlowBegin[j] < block.Start + block.Length)
                solution.NetworkPrices[block.Id][block.Coordinate[form.FlowBegin[j] - block.Start]] = at.NetworkPrices[j];
    }

    /// <summary>A fixed coordinate has no barrier; its bound duals are whatever balances its optimality condition.</summary>
    private static void FixedDuals(LocalForm form, Barriers barriers, Iterate at, Solution solution)
    {
        for (int r = 0; r < form.Images; r++)
            if (barriers.IsFixed[form.Columns + r])
            {
                solution.Images.LowerDuals[r] = Math.Max(0, -at.RowPrices[r]);
                solution.Images.UpperDuals[r] = Math.Max(0, at.RowPrices[r]);
            }
    }
}
