using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Scenarios;

/// <summary>Refuses parts of a file that are right alone and impossible together.</summary>
internal sealed class ScenarioCheck(
    ConfSection file, Scenario scenario, ConfProblems problems)
{
    private static readonly (FaultKinds Kind, string Key)[] Faults =
    [
        (FaultKinds.Loss, "loss"), (FaultKinds.Churn, "churn"), (FaultKinds.Crash, "crash"),
        (FaultKinds.Partition, "partition"),
    ];

    public void Run()
    {
        foreach (Observer observer in scenario.Observers)
            CheckProtocol(observer);
        foreach (Layer layer in scenario.Layers)
            CheckFaults(layer);
        CheckChurn();
        // A size that is missing was told already.
        if (file.Has("size") && scenario.IsTooLarge)
        {
            problems.Add(file.OffsetOf("size"),
                $"there is no room for {scenario.Size + scenario.Spare} nodes, with those that "
                    + "wait to replace others", $"up to {scenario.MaxRows}");
        }
    }

    private void CheckProtocol(Observer observer)
    {
        LayerKind? needed = LayerKinds.All
            .FirstOrDefault(kind => kind.Observers.Contains(observer));
        if (needed is null || scenario.Layers.Any(layer => layer.Kind == needed))
            return;
        problems.Add(file.OffsetOf("observers"),
            $"the observer {observer.Name} needs the protocol {needed.Key}",
            $"\"{needed.Key}\": {{ ... }}");
    }

    private void CheckFaults(Layer layer)
    {
        foreach ((FaultKinds kind, string key) in Faults)
        {
            if ((scenario.Faults.Kinds & kind & ~layer.Bears) == 0)
                continue;
            problems.Add(file.OffsetOf("faults", key),
                $"'{key}' makes no sense with the protocol {layer.Kind.Key}: {layer.Reason}",
                string.Join(", ", Faults.Where(one => layer.Bears.HasFlag(one.Kind))
                    .Select(one => one.Key)));
        }
    }

    // Newcomers would wait for the next epoch, and a scenario is one epoch.
    private void CheckChurn()
    {
        if (scenario.Faults.Churn == 0 || !scenario.Observers.Any(one => one.IsOfEstimates))
            return;
        problems.Add(file.OffsetOf("observers"),
            "what nodes estimate is not observed under churn",
            string.Join(", ", Observers.All.Where(one => !one.IsOfEstimates)
                .Select(one => one.Name)));
    }
}
