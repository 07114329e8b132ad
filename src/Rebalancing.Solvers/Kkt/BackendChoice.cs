using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Kkt;

/// <summary>Picks a backend by the floating-point work of one factorisation. It looks at the program only, never at the machine.</summary>
/// <remarks>A covariance ties its columns to each other, so the rows' side cannot be had then, not even by request: the columns' side it is.</remarks>
internal static class BackendChoice
{
    internal static IKktBackend Make(CondensedSystem system, ImageRows rows, Barriers barriers, SolverSettings settings)
    {
        LocalForm form = system.Form;
        int stiff = 0;
        for (int r = 0; r < form.Images; r++)
            stiff += system.IsRegular(r) && barriers.IsFixed[form.Columns + r] ? 1 : 0;
        return settings.Kkt switch
        {
            KktChoice.DenseReference => new DenseReferenceBackend(system, rows),
            KktChoice.Rows when form.Covariances.Count == 0 => new RowsBackend(system, rows, settings.Threads),
            KktChoice.Columns or KktChoice.Rows => new ColumnsBackend(system, rows, form.RegularRows),
            _ when form.Covariances.Count > 0 || ColumnsWork(form, stiff) < RowsWork(form) => new ColumnsBackend(system, rows, form.RegularRows),
            _ => new RowsBackend(system, rows, settings.Threads),
        };
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
