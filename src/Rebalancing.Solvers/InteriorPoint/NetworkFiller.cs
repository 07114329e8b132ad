namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Builds the networks: first those that hang on explicit flows, then the explicit flows themselves, then those of columns and images, so that
/// eliminating networks in order never meets a flow that is already gone.
/// </summary>
internal sealed class NetworkFiller(LocalForm form)
{
    private readonly StructuredProgram _program = form.Program;
    private readonly List<FunctionEntry> _merged = [];

    internal void Fill()
    {
        form.Networks = 0;
        form.AreNetworksInOrder = true;
        form.Flows = _program.FlowCount;
        AddFunctions(onFlows: true);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                AddExplicit(block);
        AddFunctions(onFlows: false);
    }

    /// <summary>Explicit flows keep their own numbering; a network is the run of one coordinate.</summary>
    private void AddExplicit(ProgramBlock block)
    {
        ProgramBlock into = _program.Blocks[block.BaseId];
        int coordinateStart = form.LocalStart(_program.Base(into.Handle));
        for (int f = 0; f < block.Length;)
        {
            int i = block.Coordinate[f];
            int first = f;
            for (; f < block.Length && block.Coordinate[f] == i; f++)
                form.FlowSign[block.Start + f] = block.Sign[f];
            Close(coordinateStart + i, into.Origin.Length == 0 ? 0 : into.Origin[i], block.Start + first, f - first);
        }
    }

    private void AddFunctions(bool onFlows)
    {
        for (int e = 0; e < _program.Functions.Count; e++)
        {
            FunctionEntry entry = _program.Functions[e];
            if (_program.Base(entry.On).Kind == BlockKind.Flows != onFlows)
                continue;
            if (!Counts(entry))
                continue;
            switch (entry.Kind)
            {
                case FunctionKind.Kinked or FunctionKind.Power:
                    if (LeadsItsGroup(e))
                        AddPair(e);
                    break;
                case FunctionKind.Pieces:
                    AddPieces(entry);
                    break;
                case FunctionKind.Log:
                    AddLog(entry);
                    break;
            }
        }
    }

    /// <summary>Kinks and powers on one block with one origin share a pair of flows: the first of them makes it.</summary>
    private bool LeadsItsGroup(int e)
    {
        for (int earlier = 0; earlier < e; earlier++)
            if (Counts(_program.Functions[earlier]) && SharesPair(_program.Functions[earlier], _program.Functions[e]))
                return false;
        return true;
    }

    /// <summary>
    /// Kinks in the same places share; powers of one exponent share; kinks at zero share with the powers whose exponent comes first on the block.
    /// This is an equivalence, so every group has one leader.
    /// </summary>
    private bool SharesPair(FunctionEntry a, FunctionEntry b)
    {
        if (a.On.Id != b.On.Id || a.Kind is not (FunctionKind.Kinked or FunctionKind.Power) || b.Kind is not (FunctionKind.Kinked or FunctionKind.Power))
            return false;
        if (a.Kind == FunctionKind.Power && b.Kind == FunctionKind.Power)
            return a.Scalar == b.Scalar;
        if (a.Kind == FunctionKind.Kinked && b.Kind == FunctionKind.Kinked)
            return a.First.AsSpan().SequenceEqual(b.First);
        (FunctionEntry kink, FunctionEntry power) = a.Kind == FunctionKind.Kinked ? (a, b) : (b, a);
        return power.Scalar == FirstExponent(power.On) && !kink.First.AsSpan().ContainsAnyExcept(0.0);
    }

    private double FirstExponent(Block on)
    {
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Kind == FunctionKind.Power && entry.On.Id == on.Id)
                return entry.Scalar;
        return double.NaN;
    }

    /// <summary>Whether the entry counts anywhere; one that does not must not make flows that cost nothing.</summary>
    private static bool Counts(FunctionEntry entry) => entry.Weight > 0 || (entry.Budget >= 0 && entry.BudgetWeight > 0);

    /// <summary>How much the merged functions bend at coordinate i; without a bend no flows are needed.</summary>
    private double Bend(int i)
    {
        double bend = 0;
        foreach (FunctionEntry entry in _merged)
            bend += entry.Kind == FunctionKind.Power ? entry.First[i] : entry.Third[i] - entry.Second[i];
        return bend;
    }

    private static double KinkAt(FunctionEntry entry, int i) => entry.Kind == FunctionKind.Kinked ? entry.First[i] : 0;

    /// <summary>x - origin - at = up - down. Where the functions have no bend they are plain slopes and need no flows.</summary>
    private void AddPair(int leader)
    {
        _merged.Clear();
        FunctionEntry first = _program.Functions[leader];
        double exponent = 2;
        for (int e = leader; e < _program.Functions.Count; e++)
            if (SharesPair(first, _program.Functions[e]) && Counts(_program.Functions[e]))
                _merged.Add(_program.Functions[e]);
        foreach (FunctionEntry entry in _merged)
            if (entry.Kind == FunctionKind.Power)
                exponent = entry.Scalar;

        ProgramBlock block = _program[first.On];
        int start = form.LocalStart(_program.Base(first.On));
        int flowsBefore = form.Flows;
        for (int i = 0; i < first.On.Length; i++)
        {
            if (Bend(i) > 0)
                AddPairAt(i, start + i, (block.Origin.Length == 0 ? 0 : block.Origin[i]) + KinkAt(first, i), exponent);
            else
                foreach (FunctionEntry entry in _merged)
                    if (entry.Kind == FunctionKind.Kinked && entry.Weight != 0)
                        form.Linear[start + i] += entry.Weight * entry.Second[i];
        }

        foreach (FunctionEntry entry in _merged)
            if (entry.Budget >= 0 && entry.BudgetWeight != 0)
                ChargePair(entry, start, flowsBefore, block.Origin);
    }

    private void AddPairAt(int i, int coordinate, double origin, double exponent)
    {
        int up = NewFlow(+1), down = NewFlow(-1);
        form.Exponent[up] = form.Exponent[down] = exponent;
        foreach (FunctionEntry entry in _merged)
        {
            if (entry.Kind == FunctionKind.Power)
            {
                form.PowerCoefficient[up] += entry.Weight * entry.First[i];
                form.PowerCoefficient[down] += entry.Weight * entry.First[i];
                form.HasPowers = true;
            }
            else
            {
                form.Linear[up] += entry.Weight * entry.Third[i];
                form.Linear[down] -= entry.Weight * entry.Second[i];
            }
        }

        Close(coordinate, origin, form.Flows - 2, 2);
    }

    /// <summary>What an entry charges: on the pairs it helped to make, and as a slope where no pair was needed.</summary>
    private void ChargePair(FunctionEntry entry, int start, int flow, double[] origin)
    {
        Constraint constraint = form.Constraints[entry.Budget];
        Charge onFlows = constraint.NextCharge(form.FlowStart + flow, form.Flows - flow);
        Charge? plain = null;
        int at = 0;
        for (int i = 0; i < entry.On.Length; i++)
        {
            if (Bend(i) > 0)
            {
                if (entry.Kind == FunctionKind.Power)
                {
                    (onFlows.HasPower, onFlows.Exponent) = (true, entry.Scalar);
                    onFlows.Power[at] = onFlows.Power[at + 1] = entry.BudgetWeight * entry.First[i];
                }
                else
                {
                    onFlows.Linear[at] = entry.BudgetWeight * entry.Third[i];
                    onFlows.Linear[at + 1] = -entry.BudgetWeight * entry.Second[i];
                }

                at += 2;
            }
            else if (entry.Kind == FunctionKind.Kinked && entry.Second[i] != 0)
            {
                plain ??= constraint.NextCharge(start, entry.On.Length);
                plain.Linear[i] = entry.BudgetWeight * entry.Second[i];
                plain.Constant -= entry.BudgetWeight * entry.Second[i] * (entry.First[i] + (origin.Length == 0 ? 0 : origin[i]));
            }
        }
    }

    /// <summary>x - origin - first break = -down + sum of the pieces to its right, each as wide as the distance between breaks.</summary>
    private void AddPieces(FunctionEntry entry)
    {
        ProgramBlock block = _program[entry.On];
        int start = form.LocalStart(_program.Base(entry.On));
        Charge? flows = entry.Budget >= 0 ? form.Constraints[entry.Budget].NextCharge(form.FlowStart + form.Flows, entry.Second.Length + entry.On.Length) : null;
        Charge? plain = entry.Budget >= 0 ? form.Constraints[entry.Budget].NextCharge(start, entry.On.Length) : null;
        int at = 0;
        for (int i = 0; i < entry.On.Length; i++)
        {
            (int q, int end) = (entry.Start[i], entry.Start[i + 1]);
            double origin = block.Origin.Length == 0 ? 0 : block.Origin[i];
            double slope = entry.First[i];
            if (q == end)
            {
                form.Linear[start + i] += entry.Weight * slope;
                if (plain is not null)
                {
                    plain.Linear[i] = entry.BudgetWeight * slope;
                    plain.Constant -= entry.BudgetWeight * slope * origin;
                }

                continue;
            }

            int firstFlow = form.Flows;
            int down = NewFlow(-1);
            form.Linear[down] = -entry.Weight * slope;
            if (flows is not null)
            {
                flows.Linear[at++] = -entry.BudgetWeight * slope;
                flows.Constant += entry.BudgetWeight * FunctionMath.Value(entry, i, entry.Second[q]);
            }

            double firstBreak = entry.Second[q];
            for (; q < end; q++)
            {
                slope += entry.Third[q];
                int piece = NewFlow(+1);
                form.Linear[piece] = entry.Weight * slope;
                form.Upper[piece] = q + 1 < end ? entry.Second[q + 1] - entry.Second[q] : double.PositiveInfinity;
                if (flows is not null)
                    flows.Linear[at++] = entry.BudgetWeight * slope;
            }

            Close(start + i, origin + firstBreak, firstFlow, form.Flows - firstFlow);
        }
    }

    /// <summary>x - origin = one flow that carries the log.</summary>
    private void AddLog(FunctionEntry entry)
    {
        ProgramBlock block = _program[entry.On];
        int start = form.LocalStart(_program.Base(entry.On));
        Charge? charge = entry.Budget >= 0 ? form.Constraints[entry.Budget].NextCharge(form.FlowStart + form.Flows, entry.On.Length) : null;
        int at = 0;
        for (int i = 0; i < entry.On.Length; i++)
        {
            if (entry.First[i] == 0)
                continue;
            int flow = NewFlow(+1);
            form.LogWeight[flow] = entry.Weight * entry.First[i];
            if (charge is not null)
            {
                charge.HasLog = true;
                charge.Log[at++] = entry.BudgetWeight * entry.First[i];
            }

            Close(start + i, block.Origin.Length == 0 ? 0 : block.Origin[i], form.Flows - 1, 1);
        }
    }

    /// <summary>A new flow; returns its local position.</summary>
    private int NewFlow(double sign)
    {
        form.FlowSign[form.Flows] = sign;
        return form.FlowStart + form.Flows++;
    }

    private void Close(int coordinate, double origin, int firstFlow, int count)
    {
        int j = form.Networks++;
        form.AreNetworksInOrder &= coordinate < form.FlowStart && firstFlow == (j == 0 ? 0 : form.FlowEnd[j - 1]);
        form.NetworkCoordinate[j] = coordinate;
        form.NetworkOrigin[j] = origin;
        form.FlowBegin[j] = firstFlow;
        form.FlowEnd[j] = firstFlow + count;
    }
}
