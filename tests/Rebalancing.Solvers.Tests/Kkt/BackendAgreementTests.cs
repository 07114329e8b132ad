using Rebalancing.Numerics;
using Rebalancing.Solvers.InteriorPoint;
using Rebalancing.Solvers.Kkt;
using Rebalancing.Solvers.Tests.Random;

namespace Rebalancing.Solvers.Tests.Kkt;

/// <summary>The Newton systems of random programs at their starting points: every backend against the dense reference, and the product against the written-out matrix.</summary>
public class BackendAgreementTests
{
    private const int Programs = 80;

    [Test]
    public void Solve_RandomPrograms_BackendsAgreeWithTheDenseReference()
    {
        for (int seed = 1; seed <= Programs; seed++)
        {
            (CondensedSystem system, ImageRows rows) = Condense(seed);
            (CondensedVector right, CondensedVector expected, CondensedVector found) = (Vector(system), Vector(system), Vector(system));
            Fill(new TestRandom(seed), system, right);
            Solve(new DenseReferenceBackend(system, rows), system, right, expected);
            var backends = new List<IKktBackend> { new ColumnsBackend(system, rows, system.Form.RegularRows) };
            if (system.Form.Covariances.Count == 0)
                backends.Add(new RowsBackend(system, rows, threads: 1));
            foreach (IKktBackend backend in backends)
            {
                Solve(backend, system, right, found);
                double size = 1 + expected.Largest();
                Assert.That(found.Columns, Is.EqualTo(expected.Columns).Within(1e-7 * size), $"columns of seed {seed}, {backend.Name}");
                Assert.That(found.Rows, Is.EqualTo(expected.Rows).Within(1e-7 * size), $"rows of seed {seed}, {backend.Name}");
                Assert.That(found.Special, Is.EqualTo(expected.Special).Within(1e-7 * size), $"special rows of seed {seed}, {backend.Name}");
            }
        }
    }

    [Test]
    public void Residual_RandomPrograms_IsThatOfTheWrittenMatrix()
    {
        for (int seed = 1; seed <= Programs; seed++)
        {
            (CondensedSystem system, ImageRows rows) = Condense(seed);
            (CondensedVector right, CondensedVector point, CondensedVector residual) = (Vector(system), Vector(system), Vector(system));
            var random = new TestRandom(seed);
            Fill(random, system, right);
            Fill(random, system, point);
            system.Residual(right, point, residual, new double[system.Form.Lower.Length]);
            double[][] matrix = Write(system, rows);
            double[] x = [.. point.Columns, .. point.Rows, .. point.Special], b = [.. right.Columns, .. right.Rows, .. right.Special];
            double[] given = [.. residual.Columns, .. residual.Rows, .. residual.Special];
            for (int i = 0; i < b.Length; i++)
            {
                double sum = b[i], size = Math.Abs(b[i]);
                for (int j = 0; j < x.Length; j++)
                {
                    sum -= matrix[i][j] * x[j];
                    size += Math.Abs(matrix[i][j] * x[j]);
                }

                bool absent = matrix[i][i] == 0 && Array.TrueForAll(matrix[i], v => v == 0);
                Assert.That(given[i], Is.EqualTo(absent ? 0 : sum).Within(Tolerances.Summation * size), $"entry {i} of seed {seed}");
            }
        }
    }

    /// <summary>The system at the starting point, as the loop would factorise it.</summary>
    private static (CondensedSystem System, ImageRows Rows) Condense(int seed)
    {
        var form = new LocalForm(ProgramGenerator.Make(seed, Twin.Solvable).Program.Record());
        new LocalFormFiller(form).Fill();
        var barriers = new Barriers(form);
        barriers.Classify();
        var rows = new ImageRows(form);
        var derivatives = new Derivatives(form, barriers);
        var system = new CondensedSystem(form, rows);
        var elimination = new LocalElimination(form, barriers, rows, system);
        elimination.Prepare();
        var point = new Iterate(form);
        Assert.That(new StartingPoint(form, barriers, rows, system, new RefinedSolver(system)).Place(new DenseReferenceBackend(system, rows), point, derivatives), Is.True);
        derivatives.Evaluate(point);
        elimination.Condense(point, derivatives, new Regularisation());
        return (system, rows);
    }

    private static CondensedVector Vector(CondensedSystem system) => new(system.Form.Columns, system.Form.Images, system.SpecialCount);

    /// <summary>Zero where the system has no equation: fixed columns and special image rows.</summary>
    private static void Fill(TestRandom random, CondensedSystem system, CondensedVector vector)
    {
        random.NormalVector(vector.Columns.Length).CopyTo(vector.Columns, 0);
        random.NormalVector(vector.Rows.Length).CopyTo(vector.Rows, 0);
        random.NormalVector(vector.Special.Length).CopyTo(vector.Special, 0);
        for (int i = 0; i < vector.Columns.Length; i++)
            vector.Columns[i] = system.Theta[i] == 0 ? 0 : vector.Columns[i];
        for (int r = 0; r < vector.Rows.Length; r++)
            vector.Rows[r] = system.IsRegular(r) ? vector.Rows[r] : 0;
    }

    private static void Solve(IKktBackend backend, CondensedSystem system, CondensedVector right, CondensedVector result)
    {
        Assert.That(backend.Factor(system), Is.True, backend.Name);
        new RefinedSolver(system).Solve(backend, right, result);
    }

    //      [ H    M'    J'  ]
    //      [ M   -E     -C' ]      zero rows and columns where there is no equation
    //      [ J   -C     -K  ]
    private static double[][] Write(CondensedSystem system, ImageRows products)
    {
        int n = system.Form.Columns, m = system.Form.Images, special = system.SpecialCount;
        double[][] a = [.. Enumerable.Range(0, n + m + special).Select(_ => new double[n + m + special])];
        for (int i = 0; i < n; i++)
            a[i][i] = system.Theta[i] == 0 ? 0 : 1 / system.Theta[i];
        for (int c = 0; c < system.Form.Covariances.Count; c++)
        {
            CovarianceUse use = system.Form.Covariances[c];
            for (int i = 0; i < use.Matrix.Order; i++)
                for (int j = 0; j < use.Matrix.Order; j++)
                    a[use.ColumnStart + i][use.ColumnStart + j] += system.CovarianceScales[c] * use.Matrix.Storage[(i * use.Matrix.Stride) + j];
        }

        var locals = new double[system.Form.Lower.Length];
        foreach (ProgramBlock block in system.Form.Program.Blocks)
            for (int r = 0; block.Kind == BlockKind.Image && r < block.Length; r++)
            {
                int row = block.Start + r;
                if (!system.IsRegular(row))
                    continue;
                products.CopyRow(block, r, locals);
                for (int i = 0; i < n; i++)
                    a[n + row][i] = a[i][n + row] = locals[i];
                a[n + row][n + row] = -system.Compliance[row];
            }

        for (int k = 0; k < special; k++)
        {
            for (int i = 0; i < n; i++)
                a[n + m + k][i] = a[i][n + m + k] = system.SpecialRow(k)[i];
            for (int r = 0; r < m; r++)
                a[n + m + k][n + r] = a[n + r][n + m + k] = system.IsRegular(r) ? -system.Coupling[(k * m) + r] : 0;
            for (int l = 0; l < special; l++)
                a[n + m + k][n + m + l] = -system.SpecialCompliance[(k * special) + l];
        }

        for (int i = 0; i < n; i++)
            for (int j = 0; system.Theta[i] == 0 && j < a.Length; j++)
                a[i][j] = 0;
        return a;
    }
}
