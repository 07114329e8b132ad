namespace Rebalancing.Lowering;

/// <summary>A limited quantity that does not keep its bound at the orders.</summary>
/// <param name="Owner">Whose limit.</param>
/// <param name="Word">Which of the owner's limit words; the same number in every reading. -1 where it cannot be narrowed.</param>
/// <param name="Coordinate">Coordinate inside the word.</param>
/// <param name="Excess">By how much.</param>
/// <param name="Row">Which of the rows that lots move, <see cref="CheckingWriter.Rows"/>; -1 for none.</param>
internal readonly record struct CheckedLimit(int Owner, int Word, int Coordinate, double Excess, int Row = -1);
