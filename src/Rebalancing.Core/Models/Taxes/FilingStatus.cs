namespace Rebalancing;

/// <summary>How a United States taxpayer files, which decides how much net capital loss may offset ordinary income in a year.</summary>
public enum FilingStatus
{
    /// <summary>Single: 3,000 dollars a year (default).</summary>
    Single,

    /// <summary>Married filing jointly: 3,000 dollars a year.</summary>
    MarriedJointly,

    /// <summary>Married filing separately: 1,500 dollars a year.</summary>
    MarriedSeparately,

    /// <summary>Head of household: 3,000 dollars a year.</summary>
    HeadOfHousehold,
}
