namespace P2PCS.Simulation.Scenarios;

/// <summary>A number that an observer gives for each measured cycle.</summary>
/// <param name="Name">How files and tables call it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Observer">Which observer gives it.</param>
/// <param name="IsLogarithmic">Whether it falls or grows by factors.</param>
public sealed record ObserverColumn(
    string Name, string Title, Observer Observer, bool IsLogarithmic = false);
