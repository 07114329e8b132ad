using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>What a line of the command says about the timed runs of one instance.</summary>
internal interface ICompareRun
{
    /// <summary>Seconds to make the model's maps and matrices.</summary>
    double ModelSeconds { get; }

    /// <summary>Seconds of the timed runs, ascending.</summary>
    IReadOnlyList<double> Seconds { get; }

    /// <summary>Bytes allocated in the last timed run by all threads.</summary>
    long BytesAllocated { get; }

    /// <summary>How the last run ended.</summary>
    SolveStatus Status { get; }

    /// <summary>Engine of the last solve.</summary>
    EngineKind Engine { get; }

    /// <summary>Iterations of one run, or nodes.</summary>
    int Iterations { get; }

    /// <summary>The last answer judged from the raw data.</summary>
    Assessment Assessment { get; }

    /// <summary>A hash of the bits of every holding of the last run.</summary>
    ulong Hash { get; }

    /// <summary>Seconds to judge the last answer.</summary>
    double AssessmentSeconds { get; }
}
