using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Kafka.Dlq.Validation;

/// <summary>Validators on the parameters of a type's constructors, by the property that a parameter fills: on a positional record attributes lie there unless they say <c>property:</c>.</summary>
internal static class ConstructorRules
{
    private static readonly ConcurrentDictionary<(Type Type, string Property), ValidationAttribute[]> Known = new();

    public static ValidationAttribute[] Of(Type type, string property) => Known.GetOrAdd((type, property), static key => Find(key.Type, key.Property));

    private static ValidationAttribute[] Find(Type type, string property)
    {
        // The longest constructor is the one that a positional record has of its own; its copy constructor has one parameter.
        ConstructorInfo? constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length);
        ParameterInfo? parameter = constructor?.GetParameters().FirstOrDefault(candidate => string.Equals(candidate.Name, property, StringComparison.OrdinalIgnoreCase));
        return parameter is null ? [] : [.. parameter.GetCustomAttributes<ValidationAttribute>(inherit: true)];
    }
}
