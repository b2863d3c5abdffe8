using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace Kafka.Dlq.Validation;

/// <summary>
/// Asks the validators of System.ComponentModel.DataAnnotations about an object and all objects within it. Beyond what <see cref="Validator"/> does: it goes into members and collections,
/// to depth 32, and heeds attributes on the parameters of a record's constructor, where they land when they are written on a positional record.
/// </summary>
/// <param name="naming">The options by which members are named in JSON; null keeps their names in C#.</param>
internal sealed class ObjectValidation(JsonSerializerOptions? naming)
{
    private const int Deepest = 32;
    private const int Most = 100;

    private readonly MemberNames _names = new(naming);
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<MemberViolation> _found = [];

    /// <summary>What is wrong; empty when nothing is.</summary>
    public IReadOnlyList<MemberViolation> Check(object value)
    {
        Visit(value, path: "", depth: 0);
        return [.. _found.Distinct().Take(Most)];
    }

    private void Visit(object? value, string path, int depth)
    {
        if (value is null or string || depth > Deepest || _found.Count >= Most || (!value.GetType().IsValueType && !_seen.Add(value)))
        {
            return;
        }

        if (value is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                Visit(entry.Value, $"{path}[{entry.Key}]", depth + 1);
            }
        }
        else if (value is IEnumerable items)
        {
            VisitItems(items, path, depth);
        }
        else if (!IsPlain(value.GetType()))
        {
            VisitObject(value, path, depth);
        }
    }

    private void VisitItems(IEnumerable items, string path, int depth)
    {
        int index = 0;
        foreach (object? item in items)
        {
            Visit(item, $"{path}[{index++}]", depth + 1);
        }
    }

    private void VisitObject(object value, string path, int depth)
    {
        List<ValidationResult> results = [];
        Try(path, () => Validator.TryValidateObject(value, new ValidationContext(value), results, validateAllProperties: true));
        Add(value.GetType(), results, path);
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead && property.GetIndexParameters().Length == 0))
        {
            object? member = null;
            string name = Join(path, _names.Of(value.GetType(), property.Name));
            Try(name, () =>
            {
                member = property.GetValue(value);
                CheckParameter(value, property, member, path);
            });
            Visit(member, name, depth + 1);
        }
    }

    private void CheckParameter(object owner, PropertyInfo property, object? member, string path)
    {
        ValidationAttribute[] rules = ConstructorRules.Of(owner.GetType(), property.Name);
        if (rules.Length > 0)
        {
            List<ValidationResult> results = [];
            Validator.TryValidateValue(member!, new ValidationContext(owner) { MemberName = property.Name }, results, rules);
            Add(owner.GetType(), results, path);
        }
    }

    private void Add(Type owner, List<ValidationResult> results, string path)
    {
        foreach (ValidationResult result in results)
        {
            string[] members = [.. result.MemberNames.DefaultIfEmpty("")];
            _found.AddRange(members.Select(member => new MemberViolation(Join(path, _names.Of(owner, member)), result.ErrorMessage ?? "The value is not valid.")));
        }
    }

    private void Try(string member, Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // Getters and validators are the user's code. One that throws cannot vouch for the object.
            Exception thrown = Instrumentation.Wrapped.First(exception);
            _found.Add(new MemberViolation(member, $"Its validation threw {thrown.GetType().Name}: {thrown.Message}"));
        }
    }

    private static string Join(string path, string member) => path.Length == 0 ? member : member.Length == 0 ? path : $"{path}.{member}";

    private static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type.IsPointer || type.Namespace is "System" || (type.Namespace?.StartsWith("System.", StringComparison.Ordinal) ?? false);
}
