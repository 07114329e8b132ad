namespace Rebalancing.Solvers.Scenarios;

/// <content>Where all losses are known while the point stays near: chosen by what was given, moved once where the point goes too far.</content>
internal sealed partial class ScenarioEngine
{
    /// <summary>With more scenarios in doubt than this part of all, reading them in every round of the next solve costs about as much as one pass over all.</summary>
    private const double LargestDoubt = 0.03;

    /// <summary>Where more scenarios than this part of all are expected to come into doubt, a copy of the moving columns is the cheaper way.</summary>
    private const double ExpectedDoubt = 0.25;

    private double[] _anchor = [], _levelPlace = [];

    /// <summary>Remembers where a level begins.</summary>
    private void KeepPlace()
    {
        _levelPlace = Room.For(_levelPlace, _form.ProgramColumns);
        _point.X.AsSpan(0, _form.ProgramColumns).CopyTo(_levelPlace);
    }

    /// <summary>
    /// Whether the full set will move the point so little that most scenarios stay on their side of the threshold. Four times as many scenarios have half the sampling error: half the
    /// move of the subsample before, times what a scenario typically holds, against the losses that were found there.
    /// </summary>
    private bool StaysNear()
    {
        double move = 0;
        for (int j = 0; j < _form.ProgramColumns; j++)
            move += Math.Abs(_point.X[j] - _levelPlace[j]) / Math.Sqrt(StepFactor);
        foreach (ScenarioTail tail in _tails)
            if (tail.ShareWithin(move * tail.Sheet.TypicalExtent()) > ExpectedDoubt)
                return false;
        return true;
    }

    /// <summary>All losses at a point: where a start was given its own anchor, so that what the sheets know depends on the start alone, not on what this solver did before.</summary>
    private void PlaceAnchors(ReadOnlySpan<double> at)
    {
        foreach (ScenarioSheet sheet in _sheets)
            sheet.PlaceAnchor(at);
        _anchor = Room.For(_anchor, _form.ProgramColumns);
        at[.._form.ProgramColumns].CopyTo(_anchor);
    }

    /// <summary>The point is too far from the anchor. The first time it becomes the anchor itself; where it moves on as far again, passes over all scenarios are the cheaper way.</summary>
    private void LeaveAnchor(ScenarioSheet sheet)
    {
        if (_hasMovedAnchor)
            sheet.StopScreening(_columns.Moving, _point.X);
        else
            PlaceAnchors(_point.X);
        _hasMovedAnchor = true;
    }

    /// <summary>The point at which all sheets know all losses; empty where one of them has left it, or where it is so far by now that the next solve does better from the answer.</summary>
    private ReadOnlySpan<double> Anchor()
    {
        foreach (ScenarioTail tail in _tails)
            if (!tail.Sheet.Screens || tail.DoubtShare > LargestDoubt)
                return [];
        return _anchor.AsSpan(0, _form.ProgramColumns);
    }
}
