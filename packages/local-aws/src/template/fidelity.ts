/** Fidelity of the CloudFormation template evaluation. */
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
    done("behaviour", "Undeclared names are rejected, with their place", "intrinsics: names the place of"),
    done(
      "behaviour",
      "Circular dependencies are rejected",
      "intrinsics: refuses resources that wait for each other, as CloudFormation does",
    ),
    done("behaviour", "Creation order", "physical-ids: come in the order in which they can be created"),
    partial(
      "behaviour",
      "Names and ids in the format of their type",
      "physical-ids: are the same at every start, and different for another stack or resource",
      "derived from the names of stack and resource; the service generates random ones",
    ),
    partial(
      "behaviour",
      "Parameters from Systems Manager",
      "template-file: takes a value for a parameter of Systems Manager, and refuses to look one up",
      "require a given value",
    ),
    missing(
      "behaviour",
      "Imports of other stacks, macros, Fn::Cidr, Fn::GetAZs and Fn::Transform",
      "rejected by name",
    ),
    missing("behaviour", "Dynamic references", "not resolved"),
  ],
};
