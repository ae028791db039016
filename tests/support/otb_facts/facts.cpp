// Prints, as JSON, what neither -help nor otbQgisDescriptor tell of OTB's applications: ranges, and printed values.
// measure.sh compiles and runs it; OTB_APPLICATION_PATH leads to the applications.
#include <iomanip>
#include <iostream>
#include <limits>
#include <sstream>

#include "otbWrapperApplicationRegistry.h"
#include "otbWrapperNumericalParameter.h"

using namespace otb::Wrapper;

static std::string Quoted(const std::string& text)
{
  std::ostringstream out;
  out << '"';
  for (unsigned char c : text)
  {
    if (c == '"' || c == '\\')
      out << '\\' << c;
    else if (c < 0x20)
      out << "\\u" << std::hex << std::setw(4) << std::setfill('0') << int(c) << std::dec;
    else
      out << c;
  }
  out << '"';
  return out.str();
}

// A bound that is the limit of its type is none. Digits: as many as tell the number from its neighbours, at most.
template <class TParameter>
static std::string Range(Parameter* parameter)
{
  auto* numeric = dynamic_cast<TParameter*>(parameter);
  using Scalar  = typename TParameter::ScalarType;
  using Limits  = std::numeric_limits<Scalar>;
  if (!numeric)
    return "";
  auto shortest = [](Scalar value) {
    std::string text;
    for (int digits = 1; digits <= Limits::max_digits10 || digits <= Limits::digits10 + 1; ++digits)
    {
      std::ostringstream out;
      out << std::setprecision(digits) << value;
      text = out.str();
      Scalar back;
      std::istringstream(text) >> back;
      if (back == value)
        break;
    }
    return text;
  };
  std::string found;
  if (numeric->GetMinimumValue() != Limits::lowest())
    found += "\"minimum\": " + shortest(numeric->GetMinimumValue());
  if (numeric->GetMaximumValue() != Limits::max())
    found += (found.empty() ? "" : ", ") + std::string("\"maximum\": ") + shortest(numeric->GetMaximumValue());
  return found;
}

static std::string Type(ParameterType type)
{
  switch (type)
  {
  case ParameterType_Int:
    return "int";
  case ParameterType_Float:
  case ParameterType_Double:
    return "double";
  default:
    return "string";
  }
}

int main()
{
  auto separate = "";
  std::cout << "{";
  for (const std::string& name : ApplicationRegistry::GetAvailableApplications())
  {
    auto application = ApplicationRegistry::CreateApplication(name);
    std::string ranges, values;
    for (const std::string& key : application->GetParametersKeys(true))
    {
      auto* parameter = application->GetParameterByKey(key);
      auto  type      = application->GetParameterType(key);
      if (type == ParameterType_Group || type == ParameterType_RAM)
        continue;
      if (application->GetParameterRole(key) == Role_Output)
      {
        values += (values.empty() ? "" : ", ") + std::string("{\"key\": ") + Quoted(key) + ", \"type\": \"" + Type(type) +
                  "\", \"title\": " + Quoted(application->GetParameterName(key)) +
                  ", \"text\": " + Quoted(application->GetParameterDescription(key)) + "}";
        continue;
      }
      std::string range = Range<IntParameter>(parameter) + Range<FloatParameter>(parameter) + Range<DoubleParameter>(parameter);
      if (!range.empty())
        ranges += (ranges.empty() ? "" : ", ") + Quoted(key) + ": {" + range + "}";
    }
    std::cout << separate << Quoted(name) << ": {\"ranges\": {" << ranges << "}, \"values\": [" << values << "]}";
    separate = ",\n";
  }
  std::cout << "}" << std::endl;
}
