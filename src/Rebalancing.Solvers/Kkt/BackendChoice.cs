using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Kkt;

/// <summary>Picks a backend by the floating-point work of one factorisation. It looks at the program only, never at the machine.</summary>
/// <remarks>A covariance ties its columns to each other, so the rows' side cannot be had then, not even by request: the columns' side it is.</remarks>
internal static class BackendChoice
{
    internal static IKktBackend Make(CondensedSystem system, ImageRows rows, Barriers barriers, SolverSettings settings)
    {
        LocalForm form = system.Form;
        int stiff = StiffRows(system, barriers);
        return settings.Kkt switch
        {
            KktChoice.DenseReference => new DenseReferenceBackend(system, rows),
            KktChoice.Rows when form.Covariances.Count == 0 => new RowsBackend(system, rows, settings.Threads),
            KktChoice.Columns or KktChoice.Rows => new ColumnsBackend(system, rows, stiff),
            _ when form.Covariances.Count > 0 || ColumnsWork(form, stiff) < RowsWork(form) => new ColumnsBackend(system, rows, stiff),
            _ => new RowsBackend(system, rows, settings.Threads),
        };
    }

    /// <summary>Whether a backend made for earlier numbers has room for these: bounds that have met since make rows stiff.</summary>
    internal static bool Fits(IKktBackend backend, CondensedSystem system, Barriers barriers) => backend is not ColumnsBackend columns || columns.StiffCapacity >= StiffRows(system, barriers);

    private static int StiffRows(CondensedSystem system, Barriers barriers)
    {
        int stiff = 0;
        for (int r = 0; r < system.Form.Images; r++)
            stiff += system.IsRegular(r) && barriers.IsFixed[system.Form.Columns + r] ? 1 : 0;
        return stiff;
    }

    private static double RowsWork(LocalForm form)
    {
        double m = form.RegularRows + form.SpecialRows;
        return (m * m * form.Columns) + (m * m * m / 3);
    }

    private static double ColumnsWork(LocalForm form, int stiff)
    {
        double n = form.Columns;
        double second = stiff + form.SpecialRows;
        return (n * n * (form.RegularRows - stiff)) + (n * n * n / 3) + (second * n * n) + (second * second * n);
    }
}
