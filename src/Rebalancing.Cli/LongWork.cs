using Spectre.Console;

namespace Rebalancing.Cli;

/// <summary>Work that a person may have to wait for, with a bar on the error stream where that is a terminal.</summary>
internal static class LongWork
{
    /// <summary>Runs the work.</summary>
    /// <param name="what">What is done, for the bar.</param>
    /// <param name="steps">How many steps there are; 0 when nobody knows.</param>
    /// <param name="isShown">Whether there is somebody to look at the bar.</param>
    /// <param name="work">Takes what it calls after each step, from any thread, with the words that stand beside the bar from then on.</param>
    public static T Run<T>(string what, int steps, bool isShown, Func<Action<string>, T> work)
    {
        if (!isShown) return work(_ => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), .. steps > 0 ? [new PercentageColumn()] : (ProgressColumn[])[new SpinnerColumn()], new ElapsedTimeColumn()];
        return console.Progress().AutoClear(true).Columns(columns).Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, steps));
            bar.IsIndeterminate = steps == 0;
            return work(words =>
            {
                if (steps > 0) bar.Increment(1);
                if (words.Length > 0) bar.Description = Markup.Escape(words);
            });
        });
    }
}
