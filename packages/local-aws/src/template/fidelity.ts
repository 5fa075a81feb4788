/** How faithful the reading of a CloudFormation template is. */
import { type ComponentFidelity, done, missing, partial } from "../fidelity/row.js";

export const templateFidelity: ComponentFidelity = {
  folder: "template",
  title: "Template (CloudFormation)",
  rows: [
    done("behaviour", "Ref, GetAtt, Sub, Join, Select, Split and Base64", "intrinsics: resolves"),
    done(
      "behaviour",
      "FindInMap",
      "intrinsics: finds values in mappings by names that are themselves resolved",
    ),
    done(
      "behaviour",
      "Conditions of resources and outputs",
      "intrinsics: leaves out resources and outputs whose condition does not hold",
    ),
    done(
      "behaviour",
      "Names that nothing declares are refused, with their place",
      "intrinsics: names the place of",
    ),
    done(
      "behaviour",
      "Circular dependencies are refused",
      "intrinsics: refuses resources that wait for each other, as CloudFormation does",
    ),
    done(
      "behaviour",
      "The order of creation",
      "physical-ids: come in the order in which they can be created",
    ),
    partial(
      "behaviour",
      "Names and ids in the form of their type",
      "physical-ids: are the same at every start, and different for another stack or resource",
      "made from the names of stack and resource; the service draws them",
    ),
    partial(
      "behaviour",
      "Parameters of Systems Manager",
      "template-file: takes a value for a parameter of Systems Manager, and refuses to look one up",
      "by a given value only",
    ),
    missing(
      "behaviour",
      "Imports of other stacks, macros, Fn::Cidr, Fn::GetAZs and Fn::Transform",
      "refused by name",
    ),
    missing("behaviour", "Dynamic references", "left as they are"),
  ],
};
