using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>How much a node does for each asker, what texts it does not carry out any more, and
/// those that it understood lately.</summary>
/// <param name="options">Bounds.</param>
internal sealed class QueryGate(QueryKernelOptions options)
{
    private const int DeniedMax = 64;
    private const int TextsMax = 16;

    private readonly AskBudgets budgets = new(options);
    private readonly List<(string Text, Instant Until)> denied = [];
    private readonly List<Question> texts = [];

    /// <summary>Takes one of a sender's tokens; false where there is none.</summary>
    public bool Admit(Instant now, PeerId sender, PeerId origin) =>
        budgets.Admit(now, sender, origin);

    /// <summary>Whether a text used up a peer's steps lately.</summary>
    public bool IsDenied(Instant now, string text)
    {
        denied.RemoveAll(entry => entry.Until <= now);
        return denied.Exists(entry => entry.Text == text);
    }

    /// <summary>Carries a text out no more for a while.</summary>
    public void Deny(Instant now, string text)
    {
        if (denied.Count == DeniedMax)
            denied.RemoveAt(0);
        denied.Add((text, now + options.Denial));
    }

    /// <summary>What a text asks; null where it is not understood.</summary>
    public Question? Understand(string text)
    {
        int index = texts.FindIndex(known => known.Text == text);
        Question? question = index < 0 ? Question.Read(text) : texts[index];
        if (question is null || question.Text != text)
            return question;
        if (index >= 0)
            texts.RemoveAt(index);
        else if (texts.Count == TextsMax)
            texts.RemoveAt(0);
        texts.Add(question);
        return question;
    }
}
