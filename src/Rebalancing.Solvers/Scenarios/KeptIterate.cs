namespace Rebalancing.Solvers.Scenarios;

/// <summary>The best iterate of a solve of the reduced problem, for a solve that goes astray after it.</summary>
internal sealed class KeptIterate
{
    private double[] _x = [], _prices = [], _equalityPrices = [], _budgetPrices = [];
    private bool _isThere;

    internal void Forget() => _isThere = false;

    internal void Keep(ReducedProblem problem, double[] prices)
    {
        _x = Room.For(_x, problem.Columns);
        _prices = Room.For(_prices, problem.Hinges);
        _equalityPrices = Room.For(_equalityPrices, problem.Equalities);
        _budgetPrices = Room.For(_budgetPrices, problem.Budgets);
        problem.X.AsSpan(0, problem.Columns).CopyTo(_x);
        prices.AsSpan(0, problem.Hinges).CopyTo(_prices);
        problem.EqualityPrices.AsSpan(0, problem.Equalities).CopyTo(_equalityPrices);
        problem.BudgetPrices.AsSpan(0, problem.Budgets).CopyTo(_budgetPrices);
        _isThere = true;
    }

    internal void Restore(ReducedProblem problem, double[] prices)
    {
        if (!_isThere)
            return;
        _x.AsSpan(0, problem.Columns).CopyTo(problem.X);
        _prices.AsSpan(0, problem.Hinges).CopyTo(prices);
        _equalityPrices.AsSpan(0, problem.Equalities).CopyTo(problem.EqualityPrices);
        _budgetPrices.AsSpan(0, problem.Budgets).CopyTo(problem.BudgetPrices);
    }
}
