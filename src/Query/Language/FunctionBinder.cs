using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Checks calls of functions.</summary>
/// <param name="faults">Where errors are left; what is returned with one has no meaning.</param>
internal sealed class FunctionBinder(Faults faults)
{
    private readonly OperatorBinder operators = new(faults);

    /// <summary>Checks a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments, checked.</param>
    public Evaluable Bind(Expr.Apply call, Evaluable[] arguments)
    {
        if (faults.Error is not null)
            return Faults.Nothing;
        if (call.Name == "now")
        {
            return arguments.Length == 0 ? new Now()
                : faults.Fail(call.At, "now is not used like this", "", "Write now()");
        }

        if (Functions.Find(call.Name) is not { } function)
            return Unknown(call);
        if (!function.Takes(arguments.Length))
        {
            return faults.Fail(call.At, $"{call.Name} is given {Count(arguments.Length)}", "",
                $"Write {function.Form}");
        }

        for (int index = 0; index < arguments.Length; index++)
        {
            if (!Fits(function.Wanted(index), arguments[index].Type))
                return Refuse(call, function, arguments, index);
        }

        return Made(call, function, arguments);
    }

    private static string Count(int arguments) => arguments switch
    {
        0 => "no argument",
        1 => "1 argument",
        _ => $"{arguments} arguments",
    };

    private static bool Fits(Want want, ColumnType type) => type == ColumnType.Any || want switch
    {
        Want.Number => Units.IsNumeric(type),
        Want.Text => type == ColumnType.Text,
        Want.Time => type == ColumnType.Time,
        _ => type != ColumnType.List,
    };

    private Evaluable Unknown(Expr.Apply call)
    {
        if (call.Name.StartsWith("availability.", StringComparison.Ordinal))
        {
            return faults.Fail(call.At, "availability is not forecast", "",
                "Write availability, the share of the last 7 days");
        }

        string? near = Spelling.Nearest(call.Name, [.. Functions.Names, .. Aggregates.Names]);
        string shown = call.Name.Length <= 40 ? call.Name : call.Name[..40] + "...";
        return faults.Fail(call.At, $"there is no function {shown}", "",
            near is null ? "The reference lists the functions" : $"Did you mean {near}?");
    }

    private Evaluable Refuse(Expr.Apply call, Function function, Evaluable[] arguments, int index)
    {
        string wanted = function.Wanted(index) switch
        {
            Want.Number => "a number",
            Want.Text => "a text",
            Want.Time => "a time",
            _ => "a single value",
        };
        Evaluable given = arguments[index];
        return faults.Fail(call.Arguments[index].At, $"{call.Name} needs {wanted} and has "
            + Units.Name(given.Type, given.Unit), "", $"Write {function.Form}");
    }

    private Evaluable Made(Expr.Apply call, Function function, Evaluable[] arguments)
    {
        Evaluable first = arguments[0];
        (ColumnType, Unit) result = function.Gives switch
        {
            Gives.Common =>
                operators.Common(arguments, call.At, $"the arguments of {call.Name}"),
            Gives.Whole => (ColumnType.Int, first.Unit),
            Gives.Number => (arguments.Length == 1 ? ColumnType.Int : ColumnType.Float, first.Unit),
            Gives.Bare => (ColumnType.Float, Unit.None),
            Gives.Int => (ColumnType.Int, Unit.None),
            Gives.Text => (ColumnType.Text, Unit.None),
            Gives.Bool => (ColumnType.Bool, Unit.None),
            Gives.Version => (ColumnType.Version, Unit.None),
            _ => (ColumnType.Time, Unit.None),
        };
        return IsLiteral(function, first)
            ? Constant(call, function, arguments)
            : Bounded(function, arguments, result);
    }

    // time('...') and version('...') are read once, so that errors show before anything runs.
    private static bool IsLiteral(Function function, Evaluable first) =>
        first is Constant && function.Gives is Gives.Time or Gives.Version;

    private Evaluable Constant(Expr.Apply call, Function function, Evaluable[] arguments)
    {
        Value argument = ((Constant)arguments[0]).Value;
        Value value = argument.IsNull ? Value.Null : function.Compute([argument]);
        return value.IsNull && !argument.IsNull
            ? faults.Fail(call.Arguments[0].At, $"the text is no {call.Name}", "",
                $"Write {function.Form}")
            : new Constant(value);
    }

    private static Application Bounded(
        Function function, Evaluable[] arguments, (ColumnType, Unit) result)
    {
        if (function.Gives is not Gives.Common || function.Name == "abs")
            return new Application(function, arguments, result);
        (double low, double high) = Bounds.Union(arguments);
        return new Application(function, arguments, result) { Low = low, High = high };
    }
}
