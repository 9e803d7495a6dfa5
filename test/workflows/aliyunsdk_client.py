"""Calls ApsaraMQ for Kafka with aliyun-python-sdk-alikafka: see python-clients.test.ts for what comes and goes."""

import json
import sys

from aliyunsdkalikafka.request.v20190916.GetInstanceListRequest import GetInstanceListRequest
from aliyunsdkalikafka.request.v20190916.StartInstanceRequest import StartInstanceRequest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient

REQUESTS = {"GetInstanceList": GetInstanceListRequest, "StartInstance": StartInstanceRequest}


def call(client, endpoint, action, parameters):
    request = REQUESTS[action]()
    request.set_endpoint(endpoint)
    request.set_protocol_type("http")
    request.set_accept_format("json")
    for name, value in parameters.items():
        if name == "RegionId":
            continue  # the client's own
        getattr(request, f"set_{name}s" if isinstance(value, list) else f"set_{name}")(value)
    try:
        return json.loads(client.do_action_with_exception(request))
    except ServerException as error:
        return {"refused": error.get_error_code(), "httpStatus": error.get_http_status()}


given = json.load(sys.stdin)
client = AcsClient(given["accessKeyId"], given["accessKeySecret"], "cn-hangzhou")
answers = [call(client, given["endpoint"], action, parameters) for action, parameters in given["calls"]]
json.dump(answers, sys.stdout)
