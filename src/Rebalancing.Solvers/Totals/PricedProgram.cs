namespace Rebalancing.Solvers.Totals;

/// <summary>The program without its totals: each total has a price instead, which its summands pay. Its numbering is the program's own.</summary>
internal sealed class PricedProgram
{
    private readonly StructuredProgram _source;
    private readonly TotalsForm _form;
    private readonly Dictionary<int, FunctionEntry> _payments = [];
    private readonly ProgramBlock[] _images;
    private readonly double[] _rowValues;

    public PricedProgram(StructuredProgram source, TotalsForm form)
    {
        (_source, _form) = (source, form);
        _images = [.. source.Blocks.Where(block => form.Blocks.Contains(block.Id))];
        _rowValues = new double[form.Rows.Count];
        Program = ProgramCopy.Of(source, form.Blocks);
        foreach (ImagePart part in _images.SelectMany(image => image.Parts))
        {
            if (_payments.ContainsKey(part.Of.Id))
                continue;
            var payment = new FunctionEntry(FunctionKind.Linear, source[part.Of].Handle, -1) { Weight = 1, First = new double[source[part.Of].Length] };
            _payments.Add(part.Of.Id, payment);
            Program.Functions.Add(payment);
        }
    }

    public StructuredProgram Program { get; }

    /// <summary>Takes the source's present numbers.</summary>
    public void Refresh()
    {
        ProgramCopy.Refresh(Program, _source, _form.Blocks);
        foreach ((int block, FunctionEntry payment) in _payments)
            payment.Fit(Program.Blocks[block].Handle);
        Program.Number();
    }

    /// <summary>Takes prices, one for each total.</summary>
    public void SetPrices(ReadOnlySpan<double> prices)
    {
        foreach (FunctionEntry payment in _payments.Values)
            Array.Clear(payment.First);
        int first = 0;
        foreach (ProgramBlock image in _images)
        {
            foreach (ImagePart part in image.Parts)
                part.Map.AddTransposed(prices.Slice(first, image.Length), _payments[part.Of.Id].First);
            first += image.Length;
        }
    }

    /// <summary>What the totals are at a point.</summary>
    public void Totals(Solution point, Span<double> totals)
    {
        totals.Clear();
        int first = 0;
        foreach (ProgramBlock image in _images)
        {
            Span<double> values = _rowValues.AsSpan(0, image.Length);
            foreach (ImagePart part in image.Parts)
            {
                part.Map.Apply(point.Values(Program.Blocks[part.Of.Id]), values);
                for (int r = 0; r < values.Length; r++)
                    totals[first + r] += values[r];
            }

            first += image.Length;
        }
    }

    /// <summary>The objective of a point without anything about totals.</summary>
    public double Objective(Solution point)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _source.Functions)
        {
            ProgramBlock on = _source.Base(entry.On);
            if (entry.Weight != 0 && !_form.Blocks.Contains(on.Id))
                sum += entry.Weight * ProgramEvaluator.Value(_source, entry, point.Values(Program.Blocks[on.Id]));
        }

        return sum;
    }
}
