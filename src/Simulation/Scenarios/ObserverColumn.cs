namespace P2PCS.Simulation.Scenarios;

/// <summary>A number that an observer gives for each measured cycle.</summary>
/// <param name="Name">How files and tables call it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Panel">The plot that shows it; null for none.</param>
public sealed record ObserverColumn(string Name, string Title, ObserverPanel? Panel = null);
