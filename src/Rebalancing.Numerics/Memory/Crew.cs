namespace Rebalancing.Numerics;

/// <summary>
/// Helper threads for callers that asked for more than one: the same few threads for the whole process, started on first use.
/// Work is split by share number only, so who computes a share never changes a result.
/// </summary>
internal static unsafe class Crew
{
    private const int SpinsBeforeSleep = 2000;

    private static readonly Lock Gate = new();
    private static Member[] members = [];

    /// <summary>
    /// Runs body(state, share) for every share and returns when all are done. The caller takes share 0; when another caller
    /// has the helpers, it takes every share itself. The body must not throw.
    /// </summary>
    public static void Run(int shares, delegate*<void*, int, void> body, void* state)
    {
        if (shares > 1 && Gate.TryEnter())
        {
            try
            {
                Share(shares, body, state);
            }
            finally
            {
                Gate.Exit();
            }

            return;
        }

        for (int share = 0; share < shares; share++)
        {
            body(state, share);
        }
    }

    private static void Share(int shares, delegate*<void*, int, void> body, void* state)
    {
        while (members.Length < shares - 1)
        {
            members = [.. members, new Member()];
        }

        for (int share = 1; share < shares; share++)
        {
            members[share - 1].Start(body, state, share);
        }

        body(state, 0);
        for (int share = 1; share < shares; share++)
        {
            members[share - 1].Join();
        }
    }

    private sealed class Member
    {
        private readonly SemaphoreSlim _wake = new(0);
        private delegate*<void*, int, void> _body;
        private void* _state;
        private int _share;
        private volatile bool _busy;

        public Member()
        {
            Thread thread = new(Loop) { IsBackground = true, Name = "Rebalancing kernels" };
            thread.Start();
        }

        public void Start(delegate*<void*, int, void> body, void* state, int share)
        {
            _body = body;
            _state = state;
            _share = share;
            _busy = true;
            _wake.Release();
        }

        public void Join()
        {
            SpinWait spin = default;
            while (_busy)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }

        private void Loop()
        {
            while (true)
            {
                for (int i = 0; i < SpinsBeforeSleep && !_busy; i++)
                {
                    Thread.SpinWait(10);
                }

                _wake.Wait();
                _body(_state, _share);
                _busy = false;
            }
        }
    }
}
