using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// sum, avg, var and stddev. The sum is kept in two doubles, so that its order shows in no digit
/// of the result; the squares about the mean are merged. Source: Knuth, TAOCP 2, 4.2.2, theorem
/// B; Chan, Golub, LeVeque, "Updating formulae and a pairwise algorithm", 1979.
/// </summary>
internal sealed class MomentsPartial(AggregateSpec spec) : PartialState(spec)
{
    private const double ExactMax = 9e15;

    // Beyond, squares of as many inputs as there can be would be infinite.
    private const double InputMax = 1e140;

    private double sum;
    private double rest;
    private double squares;
    private bool isWhole = true;

    public override int WireBytes => 8 + 8 + 8 + 8 + 1;

    private double Total => sum + rest;

    public override Value Result()
    {
        if (Count == 0)
            return Value.Null;
        return Spec.Kind switch
        {
            AggregateKind.Sum when isWhole && Math.Abs(Total) < ExactMax =>
                Value.Of((long)Total, Spec.Unit),
            AggregateKind.Sum => Value.Of(Total, Spec.Unit),
            AggregateKind.Average => Value.Of(Total / Count, Spec.Unit),
            _ when Count < 2 => Value.Null,
            AggregateKind.Variance => Value.Of(squares / (Count - 1)),
            _ => Value.Of(Math.Sqrt(squares / (Count - 1)), Spec.Unit),
        };
    }

    private protected override bool Accepts(in Value value) => value.IsNumber;

    private protected override void Take(in Value value, ulong ticket)
    {
        double number = Math.Clamp(value.AsNumber, -InputMax, InputMax);
        isWhole &= value.Kind == ValueKind.Int;
        Deviate(Count - 1, 1, number, 0);
        Sum(number);
    }

    private protected override void Absorb(PartialState other)
    {
        var moments = (MomentsPartial)other;
        isWhole &= moments.isWhole;
        if (moments.Count == 0)
            return;
        Deviate(Count, moments.Count, moments.Total / moments.Count, moments.squares);
        Sum(moments.sum);
        Sum(moments.rest);
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        WriteNumber(ref writer, sum);
        WriteNumber(ref writer, rest);
        WriteNumber(ref writer, squares);
        writer.U8(isWhole ? (byte)1 : (byte)0);
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        sum = ReadNumber(ref reader);
        rest = ReadNumber(ref reader);
        squares = ReadNumber(ref reader);
        byte whole = reader.U8();
        isWhole = whole == 1;
        reader.Require(whole <= 1 && squares >= 0);
        if (!reader.HasFailed)
            Bound();
    }

    // A liar among n peers moves a sum by no more than its rows times the bounds.
    private void Bound()
    {
        double total = sum + rest;
        double low = Math.Clamp(Spec.Low, -InputMax, InputMax);
        double high = Math.Clamp(Spec.High, -InputMax, InputMax);
        double bounded = Math.Clamp(total, Count * low, Count * high);
        if (bounded != total)
            (sum, rest) = (bounded, 0);
        double half = (high - low) / 2;
        squares = Count == 0 ? 0 : Math.Min(squares, Count * half * half);
    }

    // The squares about the common mean; counts before the merge, sum still the own one.
    private void Deviate(long own, long others, double othersMean, double othersSquares)
    {
        double apart = own == 0 ? 0 : othersMean - (Total / own);
        squares += othersSquares + (apart * apart * ((double)own * others / (own + others)));
    }

    private void Sum(double number)
    {
        double next = sum + number;
        double part = next - sum;
        rest += sum - (next - part) + (number - part);
        sum = next;
    }
}
