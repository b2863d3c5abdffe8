namespace Kafka.Dlq;

/// <summary>One thing that keeps bytes from being a valid object.</summary>
/// <param name="Member">The member, as it is named in JSON, with its path: <c>lines[2].price</c>. Empty when it is the object as a whole.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record MemberViolation(string Member, string Message)
{
    /// <inheritdoc />
    public override string ToString() => Member.Length == 0 ? Message : $"{Member}: {Message}";
}
