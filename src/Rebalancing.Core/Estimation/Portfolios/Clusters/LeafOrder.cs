namespace Rebalancing;

/// <summary>
/// The order of a tree's leaves in which the sum of distances between neighbours is least, over all ways to turn its branches (Bar-Joseph, Gifford and Jaakkola 2001):
/// <code>
///   cost(v; u .. w) = min over m, k of cost(left; u .. m) + d(m, k) + cost(right; k .. w)
/// </code>
/// for the first leaf u and the last leaf w. Of orders that are each other's reverse, the one whose root is not turned.
/// </summary>
internal sealed class LeafOrder
{
    private readonly ClusterTree _tree;
    private readonly double[] _distances;
    private readonly Dictionary<int, double[]> _costs = [];
    private readonly Dictionary<int, List<int>> _members = [];
    private readonly int _n;

    private LeafOrder(ClusterTree tree, double[] distances)
    {
        (_tree, _distances, _n) = (tree, distances, tree.Leaves);
        for (int cluster = 0; cluster < (2 * _n) - 1; cluster++)
        {
            _members[cluster] = tree.Members(cluster);
            _costs[cluster] = new double[_n * _n];
            if (tree.IsLeaf(cluster)) continue;
            Fill(cluster);
        }
    }

    public static int[] Of(ClusterTree tree, double[] distances)
    {
        if (tree.Leaves < 3) return tree.Order();
        var order = new LeafOrder(tree, distances);
        int root = (2 * tree.Leaves) - 2;
        (int left, int right) = tree.Parts(root);
        (int U, int W) best = (-1, -1);
        foreach (int u in order._members[left])
            foreach (int w in order._members[right])
                if (best.U < 0 || order.Cost(root, u, w) < order.Cost(root, best.U, best.W)) best = (u, w);
        var leaves = new List<int>();
        order.Write(root, best.U, best.W, leaves);
        return [.. leaves];
    }

    private double Cost(int cluster, int u, int w) => _costs[cluster][(u * _n) + w];

    private double Distance(int a, int b) => _distances[(a * _n) + b];

    private void Fill(int cluster)
    {
        (int left, int right) = _tree.Parts(cluster);
        var through = new double[_n];
        foreach (int u in _members[left])
        {
            foreach (int k in _members[right]) through[k] = Ends(left, u).Min(m => Cost(left, u, m) + Distance(m, k));
            foreach (int w in _members[right])
                _costs[cluster][(u * _n) + w] = _costs[cluster][(w * _n) + u] = Ends(right, w).Min(k => through[k] + Cost(right, k, w));
        }
    }

    /// <summary>Where a cluster can end that begins with this leaf: in its other part.</summary>
    private List<int> Ends(int cluster, int begin)
    {
        if (_tree.IsLeaf(cluster)) return _members[cluster];
        (int left, int right) = _tree.Parts(cluster);
        return _members[_members[left].Contains(begin) ? right : left];
    }

    private void Write(int cluster, int u, int w, List<int> leaves)
    {
        if (_tree.IsLeaf(cluster))
        {
            leaves.Add(cluster);
            return;
        }
        (int first, int second) = _tree.Parts(cluster);
        if (!_members[first].Contains(u)) (first, second) = (second, first);
        (int M, int K) best = (-1, -1);
        double least = double.PositiveInfinity;
        foreach (int m in Ends(first, u))
            foreach (int k in Ends(second, w))
            {
                double cost = Cost(first, u, m) + Distance(m, k) + Cost(second, k, w);
                if (cost < least) (least, best) = (cost, (m, k));
            }
        Write(first, u, best.M, leaves);
        Write(second, best.K, w, leaves);
    }
}
