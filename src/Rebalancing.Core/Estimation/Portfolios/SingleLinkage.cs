namespace Rebalancing;

/// <summary>Agglomerative clustering by the nearest members, and the order of the leaves of its tree.</summary>
internal static class SingleLinkage
{
    /// <summary>
    /// The order of the leaves: at every merge the cluster that was formed earlier (single assets count by their index) stands left. Single linkage merges along the
    /// edges of a minimum spanning tree in ascending order, so n^2 steps are enough.
    /// </summary>
    public static int[] Order(double[] distances, int n)
    {
        (int From, int To, double Length)[] edges = SpanningTree(distances, n);
        Array.Sort(edges, (a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.From != b.From ? a.From.CompareTo(b.From) : a.To.CompareTo(b.To));
        var members = new List<int>?[n];
        int[] number = new int[n], root = new int[n];
        for (int i = 0; i < n; i++) (members[i], number[i], root[i]) = ([i], i, i);
        for (int merge = 0; merge < edges.Length; merge++)
        {
            int a = Root(root, edges[merge].From), b = Root(root, edges[merge].To);
            if (number[a] > number[b]) (a, b) = (b, a);
            members[a]!.AddRange(members[b]!);
            members[b] = null;
            root[b] = a;
            number[a] = n + merge;
        }
        return n == 0 ? [] : [.. members[Root(root, 0)]!];
    }

    private static int Root(int[] root, int i)
    {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    }

    private static (int From, int To, double Length)[] SpanningTree(double[] distances, int n)
    {
        var edges = new (int From, int To, double Length)[Math.Max(0, n - 1)];
        var nearest = new int[n];
        var length = new double[n];
        var inside = new bool[n];
        Array.Fill(length, double.PositiveInfinity);
        int last = 0;
        for (int e = 0; e < edges.Length; e++)
        {
            inside[last] = true;
            int next = -1;
            for (int i = 0; i < n; i++)
            {
                if (inside[i]) continue;
                if (distances[(last * n) + i] < length[i]) (length[i], nearest[i]) = (distances[(last * n) + i], last);
                if (next < 0 || length[i] < length[next]) next = i;
            }
            edges[e] = (Math.Min(next, nearest[next]), Math.Max(next, nearest[next]), length[next]);
            last = next;
        }
        return edges;
    }
}
