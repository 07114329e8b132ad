namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// Harder relatives of a factor instance (p1, p4, p5), made from it in place: the evaluator and the solver both see the changed arrays.
/// </summary>
internal static class Variant
{
    // by how much a group may move from the feasible portfolio that tight caps rebuild it around
    private const double GroupReach = 0.004;

    /// <summary>The names that <see cref="Apply"/> knows.</summary>
    public const string Names = "cap-1.2, cap-3, small-specific, zero-specific, near-linear, and of p3 mandate, two-limits, lots, flows";

    /// <summary>Changes the instance.</summary>
    /// <exception cref="FormatException">The name is unknown.</exception>
    public static void Apply(string name, Instance instance)
    {
        switch (name)
        {
            case "":
            case "mandate" or "two-limits" or "lots" or "flows" when instance.Kind == "p3":
                break;
            case "cap-1.2":
                TightenCap(instance, 1.2);
                break;
            case "cap-3":
                TightenCap(instance, 3);
                break;
            case "small-specific":
                Scale(instance.Doubles("D"), 1e-4);
                break;
            case "zero-specific":
                for (int i = 0; i < instance.Extent("D", 0); i += 5)
                {
                    instance.Doubles("D")[i] = 0;
                }

                break;
            case "near-linear":
                instance.SetScalar("gamma", 0.1 * instance.Scalar("gamma"));
                Scale(instance.Doubles("c"), 0.01);
                break;
            default:
                throw new FormatException($"--variant is '{name}'; {Names} are known.");
        }
    }

    /// <summary>
    /// The cap becomes factor/n and the groups are rebuilt around the start portfolio cut to the cap and filled up; the start itself stays as
    /// it is, above the cap in many names.
    /// </summary>
    private static void TightenCap(Instance instance, double factor)
    {
        double[] start = instance.Doubles("w0");
        double cap = factor / start.Length;
        instance.SetScalar("cap", cap);
        double[] feasible = Array.ConvertAll(start, weight => Math.Min(weight, cap));
        for (int pass = 0; pass < 200; pass++)
        {
            double missing = 1 - feasible.Sum();
            double room = feasible.Sum(weight => cap - weight);
            feasible = Array.ConvertAll(feasible, weight => weight + (missing * (cap - weight) / room));
            if (Math.Abs(missing) < 1e-15)
            {
                break;
            }
        }

        double[] low = instance.Doubles("glo");
        double[] high = instance.Doubles("ghi");
        var share = new double[low.Length];
        for (int i = 0; i < feasible.Length; i++)
        {
            share[instance.Integers("group")[i]] += feasible[i];
        }

        for (int g = 0; g < share.Length; g++)
        {
            (low[g], high[g]) = (Math.Max(0, share[g] - GroupReach), share[g] + GroupReach);
        }
    }

    private static void Scale(double[] values, double by)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= by;
        }
    }
}
