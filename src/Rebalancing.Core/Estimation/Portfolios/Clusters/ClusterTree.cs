namespace Rebalancing;

/// <summary>
/// A binary tree of clusters: leaves 0 .. n - 1, and merge m makes cluster n + m of two earlier ones, the one that was formed earlier standing left.
/// Heights do not fall.
/// </summary>
internal sealed class ClusterTree
{
    private readonly int[] _left, _right;

    private ClusterTree(int leaves, int[] left, int[] right) => (Leaves, _left, _right) = (leaves, left, right);

    public int Leaves { get; }

    /// <summary>Merges the nearest two clusters until one is left; of equally near ones those that stand first.</summary>
    public static ClusterTree Build(double[] distances, int n, Linkage linkage)
    {
        double[] d = [.. distances];
        int[] cluster = [.. Enumerable.Range(0, n)], size = [.. Enumerable.Repeat(1, n)], nearest = new int[n];
        var active = new bool[n];
        Array.Fill(active, true);
        for (int i = 0; i < n; i++) nearest[i] = Nearest(d, active, n, i);
        int[] left = new int[Math.Max(0, n - 1)], right = new int[left.Length];
        for (int m = 0; m < left.Length; m++)
        {
            int a = -1;
            for (int i = 0; i < n; i++)
                if (active[i] && nearest[i] >= 0 && (a < 0 || d[(i * n) + nearest[i]] < d[(a * n) + nearest[a]])) a = i;
            int b = nearest[a];
            (left[m], right[m]) = (Math.Min(cluster[a], cluster[b]), Math.Max(cluster[a], cluster[b]));
            for (int k = 0; k < n; k++)
                if (active[k] && k != a && k != b) d[(a * n) + k] = d[(k * n) + a] = Merged(d, n, a, b, k, size, linkage);
            active[b] = false;
            size[a] += size[b];
            cluster[a] = n + m;
            for (int k = 0; k < n; k++)
                if (active[k] && (k == a || nearest[k] == a || nearest[k] == b || (a > k && d[(k * n) + a] < d[(k * n) + nearest[k]]))) nearest[k] = Nearest(d, active, n, k);
        }
        return new ClusterTree(n, left, right);
    }

    /// <summary>The leaves in the order of the tree.</summary>
    public int[] Order() => [.. Members((2 * Leaves) - 2)];

    /// <summary>The two parts of a cluster.</summary>
    public (int Left, int Right) Parts(int cluster) => (_left[cluster - Leaves], _right[cluster - Leaves]);

    public bool IsLeaf(int cluster) => cluster < Leaves;

    /// <summary>The leaves of a cluster, from left to right.</summary>
    public List<int> Members(int cluster)
    {
        var members = new List<int>();
        var open = new Stack<int>([cluster]);
        while (open.Count > 0)
        {
            int next = open.Pop();
            if (IsLeaf(next))
            {
                members.Add(next);
                continue;
            }
            open.Push(Parts(next).Right);
            open.Push(Parts(next).Left);
        }
        return members;
    }

    /// <summary>The clusters that are left when the last count - 1 merges are undone.</summary>
    public int[] Cut(int count)
    {
        var parts = new List<int> { (2 * Leaves) - 2 };
        while (parts.Count < count)
        {
            int last = parts.Max();
            parts.Remove(last);
            parts.AddRange([Parts(last).Left, Parts(last).Right]);
        }
        return [.. parts.OrderBy(p => Members(p).Min())];
    }

    /// <summary>The nearest of the clusters with a higher number; -1 for the last.</summary>
    private static int Nearest(double[] d, bool[] active, int n, int i)
    {
        int nearest = -1;
        for (int k = i + 1; k < n; k++)
            if (active[k] && (nearest < 0 || d[(i * n) + k] < d[(i * n) + nearest])) nearest = k;
        return nearest;
    }

    private static double Merged(double[] d, int n, int a, int b, int k, int[] size, Linkage linkage)
    {
        double ak = d[(a * n) + k], bk = d[(b * n) + k], ab = d[(a * n) + b];
        if (linkage == Linkage.Single) return Math.Min(ak, bk);
        double squares = ((size[a] + size[k]) * ak * ak) + ((size[b] + size[k]) * bk * bk) - (size[k] * ab * ab);
        return Math.Sqrt(Math.Max(0, squares / (size[a] + size[b] + size[k])));
    }
}
