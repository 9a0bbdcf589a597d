using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Language;

/// <summary>The truth tables of three-valued logic.</summary>
public sealed class LogicTests
{
    private static readonly string[] Truths = ["FALSE", "NULL", "TRUE"];

    [Fact]
    public void And_is_the_least_and_or_the_greatest_of_false_unknown_true()
    {
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                Is(Truths[Math.Min(a, b)], $"{Truths[a]} AND {Truths[b]}");
                Is(Truths[Math.Max(a, b)], $"{Truths[a]} OR {Truths[b]}");
            }

            Is(Truths[2 - a], $"NOT {Truths[a]}");
        }
    }

    [Fact]
    public void Comparisons_with_null_are_unknown_and_is_null_never_is()
    {
        foreach (string op in (string[])["=", "!=", "<", "<=", ">", ">="])
        {
            Is("NULL", $"NULL {op} 1");
            Is("NULL", $"site {op} NULL");
        }

        Is("TRUE", "NULL IS NULL");
        Is("FALSE", "NULL IS NOT NULL");
        Is("FALSE", "site IS NULL");
        Is("TRUE", "region IS NULL");
        Is("TRUE", "has(label.gpu)");
        Is("FALSE", "has(label.none)");
    }

    [Fact]
    public void In_is_a_chain_of_or_and_not_in_its_denial()
    {
        Is("TRUE", "1 IN (2, NULL, 1)");
        Is("NULL", "1 IN (2, NULL)");
        Is("FALSE", "1 IN (2, 3)");
        Is("NULL", "NULL IN (2, 3)");
        Is("FALSE", "1 NOT IN (2, NULL, 1)");
        Is("NULL", "1 NOT IN (2, NULL)");
        Is("TRUE", "1 NOT IN (2, 3)");
    }

    [Fact]
    public void Between_is_two_comparisons()
    {
        Is("TRUE", "2 BETWEEN 1 AND 2");
        Is("FALSE", "0 BETWEEN 1 AND NULL");
        Is("FALSE", "3 BETWEEN NULL AND 2");
        Is("NULL", "2 BETWEEN NULL AND 2");
        Is("TRUE", "0 NOT BETWEEN 1 AND NULL");
        Is("NULL", "NULL NOT BETWEEN 1 AND 2");
    }

    [Fact]
    public void A_case_takes_the_first_branch_that_is_true()
    {
        Is("2", "CASE WHEN NULL THEN 1 WHEN TRUE THEN 2 ELSE 3 END");
        Is("3", "CASE WHEN FALSE THEN 1 ELSE 3 END");
        Is("NULL", "CASE WHEN FALSE THEN 1 END");
        Is("'b'", "CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END");
        Is("'c'", "CASE NULL WHEN NULL THEN 'a' ELSE 'c' END");
    }

    private static void Is(string expected, string text)
    {
        Value wanted = Cells.Sample.Evaluate(expected);
        Value value = Cells.Sample.Evaluate(text);
        Assert.True(wanted == value, $"{text} is {value}, not {expected}");
    }
}
