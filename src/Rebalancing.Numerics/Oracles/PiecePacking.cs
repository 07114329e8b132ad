namespace Rebalancing.Numerics;

/// <summary>Copies listed coordinates of a piece table side by side into another one, so that a short list costs a short loop.</summary>
internal static unsafe class PiecePacking
{
    /// <summary>
    /// Coordinate t of <paramref name="packed"/> becomes coordinate list[t] of <paramref name="table"/>. The last chunk is filled with
    /// coordinates that rest at zero. A packed chunk has as many pieces as its longest member.
    /// </summary>
    public static void Gather(PieceTable table, ReadOnlySpan<int> list, PieceTable packed)
    {
        int chunks = (list.Length + 7) >> 3;
        Guard.AtLeast(packed.Chunks, chunks, nameof(packed));
        if (table.Curves is not null)
        {
            packed.Curves!.Gather(table.Curves, list);
        }

        fixed (int* from = table.Start, to = packed.Start, index = list)
        fixed (double* pieces = table.Pieces, target = packed.Pieces)
        fixed (double* d = table.Curvature, inverse = table.Inverse, lower = table.Lower)
        fixed (double* pd = packed.Curvature, pInverse = packed.Inverse, pLower = packed.Lower)
        {
            to[0] = 0;
            for (int c = 0; c < chunks; c++)
            {
                int members = Math.Min(Lanes.Count, list.Length - (c * Lanes.Count));
                int room = 0;
                for (int lane = 0; lane < members; lane++)
                {
                    int chunk = index[(c * Lanes.Count) + lane] >> 3;
                    room = Math.Max(room, from[chunk + 1] - from[chunk]);
                }

                to[c + 1] = to[c] + room;
                Guard.AtLeast(packed.Pieces.Length, (long)to[c + 1] * PieceTable.PieceLength, nameof(packed));
                double* chunkTarget = target + ((long)to[c] * PieceTable.PieceLength);
                for (int lane = 0; lane < Lanes.Count; lane++)
                {
                    int t = (c * Lanes.Count) + lane;
                    if (lane >= members)
                    {
                        Rest(chunkTarget + lane, room);
                        (pd[t], pInverse[t], pLower[t]) = (1.0, 1.0, 0.0);
                        continue;
                    }

                    int i = index[t];
                    (pd[t], pInverse[t], pLower[t]) = (d[i], inverse[i], lower[i]);
                    int first = from[i >> 3], last = from[(i >> 3) + 1] - 1;
                    double* source = pieces + ((long)first * PieceTable.PieceLength) + (i & 7);
                    double* end = pieces + ((long)last * PieceTable.PieceLength) + (i & 7);
                    double* place = chunkTarget + lane;
                    for (int j = 0; j < room; j++, place += PieceTable.PieceLength)
                    {
                        place[0] = source[0];
                        place[Lanes.Count] = source[Lanes.Count];
                        if (source != end)
                        {
                            source += PieceTable.PieceLength;
                        }
                    }
                }
            }
        }
    }

    private static void Rest(double* place, int room)
    {
        for (int j = 0; j < room; j++, place += PieceTable.PieceLength)
        {
            place[0] = 0.0;
            place[Lanes.Count] = 0.0;
        }
    }
}
