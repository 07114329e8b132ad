namespace Rebalancing.Solvers.Scenarios;

/// <summary>Arrays that grow and are kept: the sets of scenarios and columns change in size from round to round.</summary>
internal static class Room
{
    internal static T[] For<T>(T[] array, int length) => array.Length >= length ? array : new T[length + (length / 2) + 64];

    internal static double[] Cleared(double[] array, int length)
    {
        double[] room = For(array, length);
        room.AsSpan(0, length).Clear();
        return room;
    }
}
